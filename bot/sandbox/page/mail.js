// The mailbox: letters by address, newest address first; one letter opens in the pane.

import { attempt, dayKey, el, icon, iconButton, moscow, size, t, words } from "./dom.js";

export class Mail {
  constructor(app) {
    this.app = app;
    this.opened = null;
    this.read = new Set();
    this.root = el("section.pane.mailbox", { "data-testid": "mailbox" });
  }

  relabel() { this.root.setAttribute("aria-label", t("mail")); }

  draw() {
    const key = JSON.stringify([words.lang, this.opened, this.view, this.app.letters.length, this.app.refused, this.read.size, dayKey(this.app.now())]);
    if (key === this.drawn) return;
    this.drawn = key;
    const letter = this.app.letters.find((one) => one.id === this.opened);
    this.root.replaceChildren(...(letter ? this.letter(letter) : this.list()));
  }

  open(id) {
    this.opened = id;
    this.view = null;
    if (id) this.read.add(id);
    this.draw();
    this.root.querySelector("button")?.focus({ preventScroll: true });
  }

  list() {
    const threads = new Map();
    for (const letter of this.app.letters) {
      for (const address of letter.recipients) {
        threads.set(address, [...(threads.get(address) ?? []), letter]);
      }
    }
    for (const address of Object.keys(this.app.refused)) if (!threads.has(address)) threads.set(address, []);
    const newest = (letters) => letters.at(-1)?.id ?? 0;
    const sorted = [...threads].sort(([, a], [, b]) => newest(b) - newest(a));
    return [
      el("header.chat-head", {}, el("span.avatar.post", { "aria-hidden": "true" }, icon("mail")),
        el("div.titles", {}, el("h2", {}, t("mail")), el("span.subtitle", {}, String(this.app.letters.length)))),
      el("div.letters", {}, sorted.length ? sorted.map(([address, letters]) => this.thread(address, letters)) : el("p.empty", {}, t("no_letters"))),
    ];
  }

  thread(address, letters) {
    const refusal = this.app.refused[address.toLowerCase()];
    const turn = () => attempt("/sandbox/mailbox/refuse", { address, code: refusal ? 0 : 550, text: "mailbox unavailable" });
    return el("section.thread", { "data-testid": "thread", "data-address": address },
      el("h3", {}, el("span", {}, address),
        refusal ? el("span.flag.bad", {}, `${t("refused")} ${refusal.code}`) : null,
        iconButton(refusal ? "plus" : "close", t(refusal ? "take_again" : "refuse"), turn)),
      [...letters].reverse().map((letter) => el(`button.letter-row${this.read.has(letter.id) ? "" : ".new"}`, {
        type: "button", "data-testid": "letter", "data-letter": String(letter.id), onclick: () => this.open(letter.id),
      },
      el("span.letter-subject", {}, letter.subject || t("no_subject")),
      el("time.letter-time", {}, this.when(letter)),
      el("span.letter-snippet", {}, letter.text.replace(/^##-.*-##\s*/, "").replace(/\s+/g, " ").slice(0, 140)),
      letter.repeated || letter.attachments.length ? el("span.flags", {},
        letter.repeated ? el("span.flag.bad", {}, t("repeated")) : null,
        letter.attachments.length ? el("span.flag", {}, icon("attach"), String(letter.attachments.length)) : null) : null)));
  }

  when(letter) {
    const date = new Date(letter.received);
    const today = dayKey(date) === dayKey(this.app.now());
    return moscow(date, today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }

  letter(letter) {
    const view = this.view ?? (letter.html ? "html" : "plain");
    const turn = (name) => () => { this.view = name; this.draw(); };
    const fact = (label, text) => (text ? [el("dt", {}, label), el("dd", {}, text)] : []);
    const tab = (name) => el("button.tab", { type: "button", role: "tab", "aria-selected": String(view === name), "data-testid": `letter-${name}`, onclick: turn(name) }, t(name));
    return [
      el("header.chat-head", {}, iconButton("back", t("back"), () => this.open(null), { "data-testid": "letter-back" }),
        el("div.titles", {}, el("h2", { "data-testid": "letter-subject" }, letter.subject || t("no_subject")))),
      el("div.letter", {},
        el("dl.facts", {}, fact(t("from"), letter.from || letter.mail_from), fact(t("to"), letter.recipients.join(", ")),
          fact(t("date"), moscow(new Date(letter.received), { dateStyle: "medium", timeStyle: "short" }))),
        letter.repeated ? el("p", {}, el("span.flag.bad", {}, t("repeated"))) : null,
        letter.html && letter.text ? el("div.tabs", { role: "tablist", "aria-label": t("letter_text") }, tab("html"), tab("plain")) : null,
        view === "html"
          ? el("iframe", { sandbox: "", src: `/sandbox/letters/${letter.id}/html`, title: t("letter_text"), "data-testid": "letter-frame" })
          : el("pre.letter-text", { "data-testid": "letter-text" }, letter.text),
        letter.attachments.length ? el("div.attachments", {}, el("h3", {}, t("attachments")),
          letter.attachments.map((file, index) => el("a.file", { href: `/sandbox/letters/${letter.id}/${index}`, download: file.name },
            el("span.file-icon", {}, icon("file")),
            el("span.file-facts", {}, el("span.file-name", {}, file.name), el("span.file-size", {}, size(file.size)))))) : null,
        el("details.headers", {}, el("summary", {}, t("headers")),
          el("dl.facts", {}, fact("Message-ID", letter.message_id), fact("In-Reply-To", letter.in_reply_to), fact("References", letter.references),
            fact("Reply-To", letter.reply_to), fact("Auto-Submitted", letter.auto_submitted), fact("Date", letter.date)),
          el("a", { href: `/sandbox/letters/${letter.id}/raw`, target: "_blank", rel: "noopener" }, t("source")))),
    ];
  }
}
