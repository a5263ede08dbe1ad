// The bar on top: the regulation's clock, language, limits, reset.

import { actions, attempt, dayKey, dialog, el, field, LANGUAGES, moscow, t, words } from "./dom.js";

const HOUR = 3600;

export class Bar {
  constructor(app) {
    this.app = app;
    this.root = el("div.bar");
    this.time = el("time.time", { "data-testid": "clock-time" });
    this.day = el("span.date");
    this.warning = el("p.offline", { hidden: true, role: "alert" });
    setInterval(() => this.tick(), 1000);
  }

  relabel() {
    const jump = (label, seconds, name) => el("button", { type: "button", "data-testid": `clock-${name}`,
      onclick: () => this.move({ forward: seconds }) }, label);
    this.warning.textContent = t("offline");
    this.limits = el("input", { type: "checkbox", "data-testid": "limits", onchange: () => attempt("/sandbox/limits", { on: this.limits.checked }) });
    const languages = el("div.languages", { role: "group", "aria-label": t("language") }, LANGUAGES.map((lang) =>
      el("button", { type: "button", "aria-pressed": String(words.lang === lang), "data-testid": `lang-${lang}`, onclick: () => this.app.speak(lang) }, lang.toUpperCase())));
    const menu = this.app.menu([[t("reset"), () => this.forget()]]);
    menu.querySelector(".menu-items").prepend(el("label.option", {}, this.limits, t("limits")));
    this.root.replaceChildren(
      el("h1", {}, el("img", { src: "/page/icon.svg", alt: "", width: 26, height: 26 }), el("span", {}, t("title"))),
      el("section.clock", { "data-testid": "clock", "aria-label": t("clock") },
        el("div.face", { title: t("moscow") }, this.day, this.time, el("span.zone", {}, "МСК")),
        el("div.jumps", {}, jump(t("minute"), 60, "minute"), jump(t("hour"), HOUR, "hour"), jump(t("four_hours"), 4 * HOUR, "four-hours"),
          jump(t("day"), 24 * HOUR, "day"),
          el("button", { type: "button", "data-testid": "clock-monday", onclick: () => this.move({ to: this.monday() }) }, t("monday")),
          el("button", { type: "button", "data-testid": "clock-set", onclick: () => this.set() }, t("set")))),
      el("div.right", {}, languages, menu), this.warning);
    this.root.querySelector(".zone").textContent = words.lang === "en" ? "MSK" : "МСК";
    this.tick();
  }

  draw() { this.limits.checked = Boolean(this.app.limits); }

  online(yes) { this.warning.hidden = yes; }

  tick() {
    if (this.app.clockAhead === undefined) return;
    const now = this.app.now();
    this.time.textContent = moscow(now, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    this.time.dateTime = now.toISOString();
    this.day.textContent = moscow(now, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  }

  async move(how) {
    this.root.classList.add("moving");
    await attempt("/sandbox/clock", how);
    this.root.classList.remove("moving");
  }

  // The first Monday 9:00 in Moscow (UTC+3 all year) that has not come yet.
  monday() {
    const shifted = new Date(this.app.now().getTime() + 3 * HOUR * 1000);
    const next = new Date(Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth(), shifted.getUTCDate(), 9));
    while (next.getUTCDay() !== 1 || next <= shifted) next.setUTCDate(next.getUTCDate() + 1);
    return `${next.toISOString().slice(0, 19)}+03:00`;
  }

  set() {
    const now = this.app.now();
    const time = moscow(now, { hour: "2-digit", minute: "2-digit" });
    const input = el("input", { type: "datetime-local", required: true, value: `${dayKey(now)}T${time}`, min: `${dayKey(now)}T${time}`, "data-testid": "clock-input" });
    dialog(t("set_clock"), (close) => {
      const form = el("form", {}, field(t("new_time"), input), el("p.hint", {}, t("forward_only")), actions(close, t("apply")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.move({ to: `${input.value.length === 16 ? `${input.value}:00` : input.value}+03:00` });
        close();
      });
      return form;
    });
  }

  forget() {
    dialog(t("reset"), (close) => {
      const form = el("form", {}, el("p", {}, t("reset_sure")), actions(close, t("reset")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        attempt("/sandbox/reset", {});
        close();
      });
      return form;
    });
  }
}
