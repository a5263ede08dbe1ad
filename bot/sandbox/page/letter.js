// One letter of a thread: folded to a line, or open with its words, its files, and what can be done with it.

import { avatar, el, icon, moscow, size, t, words } from "./dom.js";
import { addressOf, nameOf } from "./threads.js";

const LINK = /https?:\/\/[^\s<>"]+/g;
const INTO_CHAT = "https://t.me/frontdesk_sandbox_bot?start="; // leads to the chat of this page
const LINE = 42; // letters of a line in a narrow frame
const hash = (text) => [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 9973, 7);

export function face(letter) {
  const name = nameOf(letter.from) || addressOf(letter.from) || "?";
  const [first_name, last_name] = name.split(/\s+/);
  return avatar({ id: hash(addressOf(letter.from)), first_name, last_name }, true);
}

export const author = (letter) => nameOf(letter.from) || addressOf(letter.from) || letter.mail_from;
export const snippet = (letter) => unquoted(letter.text.replace(/^##-.*-##\s*/, ""))[0].replace(/\s+/g, " ").trim().slice(0, 140);

// The words, and the letter quoted below them.
function unquoted(text) {
  const lines = text.trimEnd().split("\n");
  let from = lines.length;
  while (from && (/^>/.test(lines[from - 1]) || !lines[from - 1].trim())) from -= 1;
  if (!lines.slice(from).some((line) => line.startsWith(">")) || !from) return [text, ""];
  const head = /:\s*$/.test(lines[from - 1]) ? from - 1 : from;
  return [lines.slice(0, head).join("\n").trimEnd(), lines.slice(head).join("\n")];
}

function linked(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const url = found[0].replace(/[.,;:!?)»]+$/, "");
    parts.push(text.slice(at, found.index), el("a", { href: url.replace(INTO_CHAT, "/?start="), target: "_blank", rel: "noopener noreferrer" }, url));
    at = found.index + url.length;
  }
  return [...parts, text.slice(at)];
}

function plain(text) {
  const [own, quote] = unquoted(text);
  const fold = quote && own.trim();
  return el("div.letter-text", { "data-testid": "letter-text" }, el("pre", {}, linked(fold ? own : text)),
    fold ? el("details.quoted", {}, el("summary", { "aria-label": t("quoted"), title: t("quoted") }, "•••"), el("pre", {}, linked(quote))) : null);
}

// Nothing can be measured in the frame, which is another origin: its height is estimated by the words.
function frameHeight(letter) {
  const high = (line) => (/: https?:\S+$/.test(line) ? 26 : line.trim() ? 24 * Math.ceil(line.length / LINE) : 14);
  const lines = letter.text.split("\n").reduce((sum, line) => sum + high(line), 0);
  return Math.min(Math.max(56 + lines, 180), 620);
}

function frame(letter, place) {
  const node = el("iframe", { sandbox: "allow-popups allow-popups-to-escape-sandbox allow-downloads", src: `${place}/html`, title: t("letter_text"),
    referrerpolicy: "no-referrer", "data-testid": "letter-frame" });
  node.style.height = `${frameHeight(letter)}px`;
  return node;
}

// What became of a letter that was handed in.
export function became(letter) {
  if (!letter.sent) return null;
  const line = (words, kind = "") => el(`p.became${kind && "." + kind}`, { "data-testid": "became" }, icon(kind === "bad" ? "close" : kind === "wait" ? "clock" : "check"), el("span", {}, words));
  if (!letter.taken) return letter.answer.startsWith("5") ? line(t("refused_for_good", { answer: letter.answer }), "bad") : line(t(letter.answer ? "not_taken_yet" : "on_its_way"), "wait");
  const fate = letter.became;
  if (!fate || fate.state === "unknown") return null;
  if (fate.state === "waiting") return line(t("being_read"), "wait");
  if (fate.state === "failed") return line(t("became_failed"), "bad");
  const number = fate.ticket ?? "";
  const outcome = fate.outcome === "bounce" && letter.how === "delayed" ? "delayed" : fate.outcome;
  const key = [number ? "" : `became_${outcome}_nowhere`, `became_${outcome}`].find((one) => one in words.all);
  return key ? line(t(key, { number }), outcome === "held" ? "wait" : "") : null;
}

// `view`: html or plain; `open`: whether it is unfolded; `deeds`: what its buttons do.
export function letterCard(letter, { open, view, when, deeds }) {
  const fact = (label, text) => (text ? [el("dt", {}, label), el("dd", {}, text)] : []);
  const head = el("button.letter-head", { type: "button", "aria-expanded": String(open), "data-testid": "letter-head", onclick: deeds.fold },
    face(letter),
    el("span.letter-author", {}, el("span", {}, author(letter)), letter.sent || letter.copy ? el("span.flag", {}, t(letter.copy ? "cc" : letter.auto_submitted ? "automatic" : "sent")) : null),
    el("time.letter-time", {}, when),
    open ? el("span.letter-snippet", {}, `${t("to_whom")} ${nameOf(letter.to) || letter.to || letter.recipients.join(", ")}`) : el("span.letter-snippet", {}, snippet(letter)));
  const card = el(`article.letter-card${letter.sent ? ".sent" : ""}${open ? ".open" : ""}`,
    { "data-testid": "letter", "data-letter": letter.key, "data-sent": String(letter.sent) }, head);
  if (!open) return card;
  const tab = (name) => el("button.tab", { type: "button", role: "tab", "aria-selected": String(view === name), "data-testid": `letter-${name}`, onclick: () => deeds.turn(name) }, t(name));
  const place = `/sandbox/${letter.shelf}/${letter.id}`;
  card.append(el("div.letter", {}, ...[
    letter.repeated ? el("p", {}, el("span.flag.bad", {}, t("repeated"))) : null,
    letter.html && letter.text ? el("div.tabs", { role: "tablist", "aria-label": t("letter_text") }, tab("html"), tab("plain")) : null,
    view === "html" && letter.html ? frame(letter, place) : plain(letter.text),
    letter.attachments.length ? el("div.attachments", {}, el("h3", {}, t("attachments")),
      letter.attachments.map((file, index) => el("a.file", { href: `${place}/${index}`, download: file.name },
        el("span.file-icon", {}, icon("file")),
        el("span.file-facts", {}, el("span.file-name", {}, file.name), el("span.file-size", {}, size(file.size)))))) : null,
    became(letter),
    letter.sent ? null : el("div.letter-deeds", {},
      el("button.pill.primary", { type: "button", "data-testid": "letter-reply", onclick: deeds.reply }, icon("reply"), t("reply")),
      ...(letter.copy ? [] : [el("button.pill", { type: "button", "data-testid": "letter-reply-other", onclick: deeds.other }, t("reply_other")),
        el("button.pill", { type: "button", "data-testid": "letter-return", onclick: deeds.giveBack }, `${t("give_back")}…`)])),
    el("details.headers", {}, el("summary", {}, t("headers")),
      el("dl.facts", {}, fact(t("from"), letter.from || letter.mail_from), fact(t("to"), letter.to || letter.recipients.join(", ")), fact(t("cc"), letter.cc),
        fact(t("date"), moscow(new Date(letter.at), { dateStyle: "medium", timeStyle: "short" })),
        fact("Message-ID", letter.message_id), fact("In-Reply-To", letter.in_reply_to), fact("References", letter.references),
        fact("Reply-To", letter.reply_to), fact("Auto-Submitted", letter.auto_submitted), fact("Return-Path", letter.sent ? `<${letter.mail_from}>` : "")),
      el("a", { href: `${place}/raw`, target: "_blank", rel: "noopener" }, t("source"))),
  ].filter(Boolean)));
  return card;
}
