// Writing a letter: a new one, an answer, or an answer of somebody else to whom it was passed on.

import { attempt, el, field, icon, iconButton, size, t, toast, words } from "./dom.js";
import { again } from "./threads.js";

const AT_MOST = 30e6; // bytes of all files, so that the letter passes

const base64 = (file) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});

// `letter`: what is answered, if anything is. Returns the pane's content: it is kept while something else is looked at.
export function composer({ title, letter, name = "", address = "", to = "", cc = "", hint = "", onSent, onBack }) {
  const input = (test, more = {}) => el("input", { type: "text", autocomplete: "off", "data-testid": test, ...more });
  const own = {
    name: input("mail-name", { value: name, maxlength: "120", placeholder: t("name_example") }),
    address: input("mail-from", { type: "email", value: address, required: true, placeholder: "petr@vasilek.example" }),
    to: input("mail-to", { value: to, required: true }),
    cc: input("mail-cc", { value: cc, placeholder: t("cc_example") }),
    subject: input("mail-subject", { value: letter ? again(letter.subject) : "" }),
  };
  const text = el("textarea", { rows: "8", "data-testid": "mail-text", "aria-label": t("letter_text"), placeholder: t("letter_text") });
  const check = (test, label, checked, note) => {
    const box = el("input", { type: "checkbox", checked, "data-testid": test });
    return [box, el("label.option", {}, box, el("span", {}, label, note ? el("small", {}, note) : null))];
  };
  const [quote, quoteLine] = check("mail-quote", t("quote_letter"), true);
  const [unproved, unprovedLine] = check("mail-unproved", t("unproved"), false, t("unproved_why"));
  let files = [];
  const list = el("ul.chosen");
  const picker = el("input", { type: "file", multiple: true, hidden: true, "data-testid": "mail-files", onchange: () => {
    files = [...files, ...picker.files];
    picker.value = "";
    showFiles();
  } });
  const showFiles = () => list.replaceChildren(...files.map((file) => el("li", {}, icon("file"), el("span", {}, file.name), el("small", {}, size(file.size)),
    iconButton("close", `${t("remove")}: ${file.name}`, () => { files = files.filter((one) => one !== file); showFiles(); }))));
  const send = el("button.pill.primary", { type: "submit", "data-testid": "mail-send" }, icon("send"), t("send"));
  const form = el("form.compose", {},
    hint ? el("p.hint", {}, hint) : null,
    field(t("name"), own.name), field(t("address"), own.address), field(t("to"), own.to), field(t("cc"), own.cc), field(t("subject"), own.subject),
    text, list,
    el("div.options", {}, letter ? quoteLine : null, unprovedLine),
    el("div.compose-deeds", {}, send,
      iconButton("attach", t("attach"), () => picker.click(), { "data-testid": "mail-attach" }), picker,
      el("button.pill", { type: "button", "data-testid": "mail-cancel", onclick: onBack }, t("cancel"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    if (files.reduce((sum, file) => sum + file.size, 0) > AT_MOST) { toast(t("files_too_large"), "bad"); return; }
    send.disabled = true;
    const attachments = await Promise.all(files.map(async (file) => ({ name: file.name, type: file.type, base64: await base64(file) })));
    const written = await attempt("/sandbox/write", {
      from: own.address.value.trim(), name: own.name.value.trim(), to: own.to.value.trim(), cc: own.cc.value.trim(), subject: own.subject.value,
      text: text.value, vouched: !unproved.checked, lang: words.lang, attachments, ...(letter ? { [letter.copy ? "copy_of" : "reply_to"]: letter.id, quote: quote.checked } : {}),
    });
    send.disabled = false;
    if (written) onSent(written);
  });
  const root = el("div.compose-pane", {},
    el("header.chat-head", {}, iconButton("back", t("back"), onBack, { "data-testid": "compose-back" }), el("div.titles", {}, el("h2", {}, title))), form);
  const first = !own.address.value ? own.name : text;
  return { root, focus: () => first.focus({ preventScroll: true }) };
}
