// What is pressed must still be there when it is let go: while a finger rests on a button or a link, nothing is drawn anew.

const LONGEST = 5000; // milliseconds: whoever holds on for longer gets the news all the same

export class Finger {
  constructor(lifted) {
    this.down = false;
    this.lifted = lifted;
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("button, a")) return;
      this.down = true;
      this.later(LONGEST);
    }, true);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => this.down && this.later(50), true);
    // The press has arrived: what it sets off may draw at once, the rest waits until that is done.
    document.addEventListener("click", () => {
      if (!this.down) return;
      this.down = false;
      this.later(0);
    }, true);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.down = false; this.lifted(); }, milliseconds);
  }
}
