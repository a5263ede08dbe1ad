// The mailbox: the threads of each address; one opens in the pane, and letters are written there.

import { glide, arrange, attempt, dayKey, dialog, el, icon, iconButton, moscow, t, words } from "./dom.js";
import { composer } from "./compose.js";
import { author, became, letterCard, snippet } from "./letter.js";
import { addressOf, items, mailboxes, nameOf } from "./threads.js";

const WAYS = ["unknown", "full", "delayed", "away"];

export class Mail {
  constructor(app) {
    this.app = app;
    this.root = el("section.pane.mailbox", { "data-testid": "mailbox" });
    this.cards = el("div.letters.cards", { "data-testid": "thread-letters" });
    this.forget();
  }

  // Nothing was read, opened or begun.
  forget() {
    this.read = new Set();
    this.unfolded = new Set();
    this.seen = new Set();
    this.views = new Map();
    this.nodes = new Map();
    this.opened = null;
    this.writing = null;
    this.drafts = new Map();
    this.drawn = null;
  }

  relabel() {
    this.root.setAttribute("aria-label", t("mail"));
    this.nodes.clear();
  }

  draw() {
    if (this.writing) {
      if (this.root.firstChild !== this.writing.root) this.root.replaceChildren(this.writing.root);
      this.drawn = null;
      return;
    }
    const boxes = mailboxes(items(this.app.letters, this.app.written));
    const thread = this.opened && boxes.flatMap((box) => box.threads).find((one) => one.items.some((item) => item.key === this.opened));
    if (this.opened && thread) this.drawThread(thread);
    else { this.opened = null; this.drawList(boxes); }
  }

  drawList(boxes) {
    const key = JSON.stringify([words.lang, this.app.mailSeq, this.app.refused, this.read.size, dayKey(this.app.now())]);
    if (key === this.drawn) return;
    this.drawn = key;
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.thread : null;
    const bare = Object.keys(this.app.refused).filter((address) => !boxes.some((box) => box.address === address));
    const sections = [...boxes, ...bare.map((address) => ({ address, threads: [] }))];
    const scrolled = this.root.querySelector(".letters")?.scrollTop ?? 0;
    this.root.replaceChildren(
      el("header.chat-head", {}, el("span.avatar.post", { "aria-hidden": "true" }, icon("mail")),
        el("div.titles", {}, el("h2", {}, t("mail")), el("span.subtitle", {}, this.app.desk || t("letters_here"))),
        el("button.pill.primary.write", { type: "button", "data-testid": "write-letter", onclick: () => this.write() }, icon("edit"), el("span", {}, t("write_letter")))),
      el("div.letters", {}, sections.length ? sections.map((box) => this.box(box))
        : el("div.empty", {}, el("p", {}, t("no_letters")), el("p.hint", {}, t("no_letters_hint")))));
    this.root.querySelector(".letters").scrollTop = scrolled;
    if (focused) this.root.querySelector(`[data-thread="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  box({ address, threads }) {
    const refusal = this.app.refused[address];
    const turn = () => attempt("/sandbox/mailbox/refuse", { address, code: refusal ? 0 : 550, text: "mailbox unavailable" });
    return el("section.thread", { "data-testid": "thread", "data-address": address },
      el("h3", {}, el("span", {}, address),
        refusal ? el("span.flag.bad", {}, `${t("refused")} ${refusal.code}`) : null,
        iconButton("edit", `${t("write_from")} ${address}`, () => this.write(address)),
        iconButton(refusal ? "plus" : "close", t(refusal ? "take_again" : "refuse"), turn)),
      threads.map((thread) => this.row(thread)));
  }

  row({ items: held, subject, last }) {
    const fresh = held.filter((item) => !item.sent && !this.read.has(item.key));
    const people = [...new Set(held.map((item) => author(item)))].join(", ");
    const files = held.reduce((sum, item) => sum + item.attachments.length, 0);
    const repeated = held.some((item) => item.repeated);
    return el(`button.letter-row${fresh.length ? ".new" : ""}`, {
      type: "button", "data-testid": "thread-row", "data-thread": held[0].key, onclick: () => this.open(last.key),
    },
    el("span.letter-people", {}, fresh.length ? el("span.unread", { title: t("unread"), role: "img", "aria-label": t("unread") }) : null,
      el("span", {}, people), held.length > 1 ? el("span.count", { "aria-label": t("letters_in_thread", { n: held.length }) }, String(held.length)) : null),
    el("time.letter-time", {}, this.when(last)),
    el("span.letter-subject", {}, subject || t("no_subject")),
    el("span.letter-snippet", {}, last.sent && !last.auto_submitted ? `${t("you")}: ` : "", snippet(last)),
    repeated || files ? el("span.flags", {},
      repeated ? el("span.flag.bad", {}, t("repeated")) : null,
      files ? el("span.flag", {}, icon("attach"), String(files)) : null) : null,
    last.sent ? became(last) : null);
  }

  when(letter) {
    const date = new Date(letter.at);
    const today = dayKey(date) === dayKey(this.app.now());
    return moscow(date, today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }

  open(key) {
    this.opened = key;
    this.unfolded.clear();
    this.seen.clear();
    this.firstFresh = null;
    this.drawn = null;
    this.draw();
    this.root.querySelector("button")?.focus({ preventScroll: true });
    this.root.querySelector(`[data-letter="${CSS.escape(this.firstFresh ?? key)}"]`)?.scrollIntoView({ block: "start" });
  }

  back() {
    const from = this.thread?.items[0].key;
    this.opened = null;
    this.drawn = null;
    this.draw();
    this.root.querySelector(`[data-thread="${CSS.escape(from ?? "")}"]`)?.focus({ preventScroll: true });
  }

  drawThread(thread) {
    this.thread = thread;
    const first = this.drawn?.head === undefined;
    const head = JSON.stringify([words.lang, thread.items[0].key, thread.subject]);
    const latest = new Set([thread.last, thread.items.findLast((item) => !item.sent)]);
    for (const item of thread.items) {
      // What was not read, the last one, and the desk's last one, which is to be answered, are open.
      const fresh = !item.sent && !this.read.has(item.key);
      if (fresh) this.firstFresh ??= item.key;
      if (!this.seen.has(item.key) && (latest.has(item) || fresh)) this.unfolded.add(item.key);
      this.seen.add(item.key);
      this.read.add(item.key);
    }
    if (this.drawn?.head !== head) {
      this.drawn = { head };
      this.root.replaceChildren(
        el("header.chat-head", {}, iconButton("back", t("back"), () => this.back(), { "data-testid": "letter-back" }),
          el("div.titles", {}, el("h2", { "data-testid": "letter-subject" }, thread.subject || t("no_subject")), el("span.subtitle", {}, thread.address))),
        this.cards);
    }
    const nodes = new Map();
    for (const item of thread.items) {
      const open = this.unfolded.has(item.key);
      const view = this.views.get(item.key) ?? (item.html ? "html" : "plain");
      const key = JSON.stringify([item.key, open, open && view, this.when(item), item.sent && [item.taken, item.answer, item.became], words.lang]);
      nodes.set(key, this.nodes.get(key) ?? letterCard(item, { open, view, when: this.when(item), deeds: this.deeds(item) }));
    }
    const grown = !first && nodes.size > this.cards.children.length;
    arrange(this.cards, nodes);
    this.nodes = nodes;
    if (grown) glide(this.cards.lastChild, "nearest");
  }

  deeds(item) {
    return {
      fold: () => {
        if (this.unfolded.has(item.key)) this.unfolded.delete(item.key);
        else this.unfolded.add(item.key);
        this.draw();
        this.root.querySelector(`[data-letter="${CSS.escape(item.key)}"] .letter-head`)?.focus({ preventScroll: true });
      },
      turn: (view) => {
        this.views.set(item.key, view);
        this.draw();
        this.root.querySelector(`[data-letter="${CSS.escape(item.key)}"] [data-testid="letter-${view}"]`)?.focus({ preventScroll: true });
      },
      reply: () => this.reply(item, item.mailbox),
      other: () => this.reply(item, ""),
      giveBack: () => this.giveBack(item),
    };
  }

  // The name somebody writes under: their last letter's.
  nameFor(address) {
    const mine = this.app.written.filter((letter) => addressOf(letter.from).toLowerCase() === address);
    return mine.length ? nameOf(mine.at(-1).from) : "";
  }

  deskAddress() {
    return this.app.desk || addressOf(this.app.letters.at(-1)?.from ?? "");
  }

  write(address = "") {
    this.compose(`new ${address}`, { title: t("new_letter"), address, name: address && this.nameFor(address), to: this.deskAddress() });
  }

  reply(letter, address) {
    const other = !address;
    this.compose(`re ${letter.key} ${address}`, {
      title: t(other ? "reply_other" : "reply"), letter, address, name: other ? "" : this.nameFor(address),
      // Who got a copy answers all.
      to: letter.copy ? letter.to : letter.reply_to || letter.from, cc: letter.copy ? letter.from : "", hint: other ? t("reply_other_hint") : "",
    });
  }

  compose(draft, how) {
    const done = () => { this.writing = null; this.drawn = null; this.nodes.clear(); };
    const form = this.drafts.get(draft) ?? composer({
      ...how,
      onBack: () => { done(); this.draw(); this.root.querySelector("button")?.focus({ preventScroll: true }); },
      onSent: (letter) => {
        this.drafts.delete(draft);
        done();
        this.app.wrote(letter);
        this.open(`out-${letter.id}`);
      },
    });
    this.drafts.set(draft, form);
    this.writing = form;
    this.draw();
    form.focus();
  }

  giveBack(letter) {
    dialog(t("give_back"), (close) => [
      el("div.commands.ways", {}, WAYS.map((how) => el("button", { type: "button", "data-testid": `return-${how}`, onclick: async () => {
        close();
        const written = await attempt("/sandbox/mailbox/return", { letter: letter.id, how, address: letter.recipients.find((to) => to.toLowerCase() === letter.mailbox), lang: words.lang });
        if (written) this.app.wrote(written);
      } }, el("b", {}, t(`return_${how}`)), el("span", {}, t(`return_${how}_why`))))),
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("cancel"))),
    ]);
  }
}
