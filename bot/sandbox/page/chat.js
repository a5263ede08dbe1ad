// A chat pane: messages, the composer, the reply keyboard. It draws what the state says about its chat.

import { glide, arrange, attempt, dayKey, dialog, el, field, actions, icon, iconButton, moscow, size, t } from "./dom.js";
import { bubble, isService, KINDS, serviceText, snippet } from "./message.js";

const TOGETHER = 600; // seconds: messages of one person within them stand together

export class Chat {
  constructor({ testid, group, app }) {
    this.app = app;
    this.group = group;
    this.nodes = new Map();
    this.reply = null;
    this.edit = null;
    this.drafts = new Map();
    this.thread = 0; // a topic of the chat; 0: what stands in none
    this.topics = el("div.topics", { hidden: true, "data-testid": "topics", role: "tablist" });
    this.list = el("div.messages", { "data-testid": "messages", role: "log", tabindex: "0" });
    this.jump = el("button.jump", { type: "button", hidden: true, onclick: () => this.toEnd() }, icon("down"));
    this.toasts = el("div.pane-toasts", { role: "status", "aria-live": "polite" });
    this.top = el("div.pane-top");
    this.bottom = el("div.pane-bottom");
    this.root = el("section.pane.chat", { "data-testid": testid }, this.top, this.topics, el("div.scroll", {}, this.list, this.jump, this.toasts), this.bottom);
    this.stick = true; // stay at the end while the reader is there
    this.list.addEventListener("scroll", () => { this.stick = this.atEnd(); this.jump.hidden = this.stick; });
    new ResizeObserver(() => { if (this.stick) this.toEnd(); }).observe(this.list);
    this.composer();
  }

  me() { return this.personId; }
  get chat() { return this.app.chats.get(this.chatId); }
  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60; }
  toEnd() { this.list.scrollTop = this.list.scrollHeight; this.stick = true; }

  open(personId, chatId) {
    if (this.personId === personId && this.chatId === chatId) return;
    this.drafts.set(`${this.personId}/${this.chatId}`, this.input.value);
    const sameChat = this.chatId === chatId;
    if (!sameChat) this.thread = 0;
    this.personId = personId;
    this.chatId = chatId;
    this.input.value = this.drafts.get(`${personId}/${chatId}`) ?? "";
    this.dropContext();
    this.nodes.clear();
    this.list.replaceChildren();
    this.draw();
    if (!sameChat) this.toEnd();
    this.fit();
  }

  // What the list shows: day marks, service lines, and messages with albums put together.
  blocks() {
    const chats = [this.app.chats.get(this.chat?.migrated_from), this.chat].filter(Boolean);
    const all = chats.flatMap((chat) => [...chat.messages.values()]);
    const messages = this.hasTopics() ? all.filter((message) => (message.message_thread_id ?? 0) === this.thread) : all;
    const blocks = [];
    let day = "";
    for (const message of messages) {
      const date = new Date(message.date * 1000);
      if (dayKey(date) !== day) {
        day = dayKey(date);
        const today = day === dayKey(this.app.now());
        blocks.push({ key: `day ${day} ${today}`, day: date, today });
      }
      const before = blocks.at(-1);
      if (isService(message)) {
        if (!message.migrate_from_chat_id) blocks.push({ key: `service ${message.chat.id}/${message.message_id}`, service: message });
      } else if (message.media_group_id && before.album === message.media_group_id) before.parts.push(message);
      else blocks.push({ parts: [message], album: message.media_group_id });
    }
    blocks.forEach((block, index) => {
      if (!block.parts) return;
      const near = (other) => other?.parts && other.parts[0].from.id === block.parts[0].from.id
        && Math.abs(other.parts[0].date - block.parts[0].date) < TOGETHER;
      block.first = !near(blocks[index - 1]);
      block.last = !near(blocks[index + 1]);
      const ids = block.parts.map((part) => `${part.chat.id}/${part.message_id}/${part.seq}`);
      block.key = `${ids.join()} ${block.first} ${block.last}`;
    });
    return blocks;
  }

  hasTopics() { return Object.keys(this.chat?.topics ?? {}).length > 0; }

  drawTopics() {
    this.topics.hidden = !this.hasTopics();
    if (this.topics.hidden || !this.chat.topics[this.thread]) this.thread = 0;
    const tab = (thread, name) => el("button", { type: "button", role: "tab", "aria-selected": String(thread === this.thread),
      "data-testid": "topic", onclick: () => { this.thread = thread; this.dropContext(); this.draw(); this.toEnd(); } }, name);
    const named = Object.entries(this.chat.topics ?? {}).map(([thread, topic]) => tab(Number(thread), [topic.emoji, topic.name].filter(Boolean).join(" ")));
    this.topics.replaceChildren(tab(0, t("main_topic")), ...named);
  }

  draw() {
    if (!this.chat) return;
    this.drawTopics();
    const nodes = new Map();
    for (const block of this.blocks()) nodes.set(block.key, this.nodes.get(block.key) ?? this.node(block));
    if (!nodes.size) nodes.set("empty", el("p.empty", {}, this.group ? t("empty_chat") : t("press_start")));
    arrange(this.list, nodes);
    this.nodes = nodes;
    this.drawBottom();
    if (this.stick) this.toEnd();
    this.jump.hidden = this.atEnd();
  }

  node(block) {
    if (block.day) {
      return el("div.day", {}, el("span", {}, block.today ? t("today") : moscow(block.day, { day: "numeric", month: "long", weekday: "short" })));
    }
    if (block.service) return el("div.day.service", { "data-testid": "service" }, el("span", {}, serviceText(block.service)));
    return bubble(block.parts, this, block.first, block.last);
  }

  show(messageId) {
    const found = this.list.querySelector(`[data-id="${Number(messageId)}"]`);
    glide(found, "center");
    found?.classList.add("flash");
    setTimeout(() => found?.classList.remove("flash"), 1500);
  }

  // A new message may ask for a reply: then the composer is ready for it.
  arrived(message) {
    const asks = message.keyboard?.force_reply || message.reply_markup?.force_reply;
    if (asks && message.from.id !== this.personId) this.replyTo(message);
  }

  composer() {
    this.input = el("textarea", { rows: "1", "data-testid": "composer-input", onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.dropContext();
    }, oninput: () => this.fit(), onpaste: (event) => {
      if (event.clipboardData.files.length) { event.preventDefault(); this.chooseHow([...event.clipboardData.files]); }
    } });
    this.files = el("input", { type: "file", multiple: true, hidden: true, "data-testid": "attach-input", onchange: () => {
      const chosen = [...this.files.files];
      this.files.value = "";
      if (chosen.length) this.chooseHow(chosen);
    } });
    this.context = el("div.context", { hidden: true, "data-testid": "context" });
    this.keys = el("div.reply-keyboard", { hidden: true, "data-testid": "reply-keyboard" });
    this.big = el("button.big", { type: "button", hidden: true, "data-testid": "start" });
    this.form = el("form.composer", { onsubmit: (event) => { event.preventDefault(); this.send(); } });
    this.bottom.append(this.context, this.form, this.keys, this.big);
  }

  fit() {
    if (!this.input.offsetParent) return; // not shown: it has no height to measure
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
  }

  // Words may have changed their language: the composer's labels are set anew.
  relabel() {
    this.nodes.clear();
    this.jump.setAttribute("aria-label", t("new_messages"));
    this.input.setAttribute("aria-label", t("write"));
    this.files.setAttribute("aria-label", t("attach"));
    this.form.replaceChildren(
      iconButton("attach", t("attach"), () => this.files.click(), { "data-testid": "attach" }), this.files, this.input,
      iconButton("voice", t("something_else"), () => this.things(), { "data-testid": "things" }),
      iconButton("slash", t("commands"), () => this.commands(), { "data-testid": "commands" }),
      el("button.icon-button.send", { type: "submit", "aria-label": t("send"), title: t("send"), "data-testid": "send" }, icon("send")));
  }

  drawBottom() {
    const person = this.app.people.get(this.personId);
    const waits = !this.group && person && (!person.started || person.blocked);
    if (this.form.hidden !== Boolean(waits)) {
      this.form.hidden = Boolean(waits);
      this.fit();
    }
    this.big.hidden = !waits;
    if (waits) {
      this.big.textContent = person.blocked ? t("unblock") : t("start");
      this.big.onclick = () => (person.blocked ? attempt(`/sandbox/people/${person.id}/block`, { blocked: false }) : this.say("/start"));
    }
    const keyboard = waits ? null : this.chat.keyboard;
    this.input.placeholder = keyboard?.input_field_placeholder || t("write");
    const drawn = JSON.stringify(keyboard ?? null);
    if (drawn !== this.drawnKeyboard) {
      this.drawnKeyboard = drawn;
      this.keys.hidden = !keyboard;
      this.keys.replaceChildren(...(keyboard?.keyboard ?? []).map((row) => el("div.row", {}, row.map((button) =>
        el(`button.key${button.style ? "." + button.style : ""}`, { type: "button", "data-testid": "key", onclick: () => this.pressKey(button) },
          button.request_contact ? icon("phone") : null, button.text)))));
    }
  }

  replyTo(message) {
    if (message.chat.id !== this.chatId) return;
    this.reply = message;
    this.edit = null;
    this.drawContext(message.from.id === this.personId ? t("you") : message.from.first_name, snippet(message), t("drop_reply"));
  }

  editing(message) {
    this.edit = message;
    this.reply = null;
    this.input.value = message.text;
    this.drawContext(t("edit"), snippet(message), t("drop_edit"));
    this.fit();
  }

  drawContext(title, text, label) {
    this.context.replaceChildren(icon(this.edit ? "edit" : "reply"),
      el("div", {}, el("span.quote-name", {}, title), el("span.quote-text", {}, text)),
      iconButton("close", label, () => this.dropContext()));
    this.context.hidden = false;
    this.input.focus({ preventScroll: true });
  }

  dropContext() {
    if (this.edit) this.input.value = "";
    this.reply = null;
    this.edit = null;
    this.context.hidden = true;
    this.fit();
  }

  // Sends, and drops the context that was sent with it: not another one that has come to stand there meanwhile.
  async sending(path, body) {
    const { reply, edit } = this;
    const sent = await attempt(path, body);
    if (sent && this.reply === reply && this.edit === edit) this.dropContext();
    return sent;
  }

  here(more = {}) {
    return { person: this.personId, chat: this.chatId, ...(this.reply ? { reply_to: this.reply.message_id } : {}),
      ...(this.thread ? { thread: this.thread } : {}), ...more };
  }

  say(text) {
    this.toEnd();
    return this.sending("/sandbox/say", this.here({ text }));
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const edit = this.edit;
    this.input.value = "";
    this.fit();
    const done = edit
      ? await this.sending("/sandbox/edit", this.here({ message_id: edit.message_id, text }))
      : await this.say(text);
    if (!done) { this.input.value = text; this.fit(); }
  }

  pressKey(button) {
    this.toEnd();
    if (button.request_contact) return attempt("/sandbox/contact", this.here());
    return this.say(button.text);
  }

  press(message, button) {
    const chosen = button.callback_data ? { data: button.callback_data } : { text: button.text };
    return attempt("/sandbox/press", { person: this.personId, chat: message.chat.id, message_id: message.message_id, ...chosen });
  }

  react(message) {
    const mine = message.reactions?.[this.personId]?.length;
    return attempt("/sandbox/react", { person: this.personId, chat: message.chat.id, message_id: message.message_id, emoji: mine ? "" : "👍" });
  }

  commands() {
    const found = this.app.commands(this.group, this.app.people.get(this.personId)?.language_code, this.personId);
    dialog(t("commands"), (close) => [
      el("div.commands", {}, found.length ? found.map((command) => el("button", { type: "button", onclick: () => {
        close();
        this.say(`/${command.command}`);
      } }, el("b", {}, `/${command.command}`), el("span", {}, command.description))) : el("p.empty", {}, "—")),
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("close"))),
    ]);
  }

  // A voice message, a sticker, a poll: made up, as the desk does not look into them anyway.
  things() {
    dialog(t("something_else"), (close) => [
      el("div.commands", {}, [...KINDS, "hologram"].map((kind) => el("button", { type: "button", "data-testid": `send-${kind}`, onclick: () => {
        close();
        this.toEnd();
        this.sending("/sandbox/send", this.here({ kind }));
      } }, el("span", {}, t(kind))))),
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("close"))),
    ]);
  }

  chooseHow(files) {
    const pictures = files.every((file) => /^image\/(jpeg|png|gif|webp|bmp)$/.test(file.type));
    const caption = el("input", { type: "text", maxlength: "1024", value: this.input.value, "data-testid": "caption" });
    const option = (value, label, checked) => el("label.option", {},
      el("input", { type: "radio", name: "as", value, checked, "data-testid": `as-${value}` }), label);
    const form = el("form");
    dialog(t("attach"), (close) => {
      form.append(
        el("ul.chosen", {}, files.map((file) => el("li", {}, icon("file"), el("span", {}, file.name), el("small", {}, size(file.size))))),
        el("div.options", {}, option("photo", t("as_photo"), pictures), option("document", t("as_document"), !pictures)),
        field(t("caption"), caption), actions(close, t("send"), { "data-testid": "attach-send" }));
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const body = new FormData();
        for (const [name, value] of Object.entries(this.here())) body.append(name, value);
        body.append("as", new FormData(form).get("as"));
        body.append("caption", caption.value);
        for (const file of files) body.append("file", file, file.name);
        this.stick = true;
        if (await this.sending("/sandbox/attach", body)) { this.input.value = ""; close(); }
      });
      return form;
    });
  }
}
