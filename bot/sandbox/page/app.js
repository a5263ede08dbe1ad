// The page: reads the state once, follows the events, and lets the panes draw what changed.

import { Chat } from "./chat.js";
import { Bar } from "./bar.js";
import { Finger } from "./finger.js";
import { Mail } from "./mail.js";
import { addPerson, showMembers } from "./people.js";
import { ask, attempt, avatar, dialog, el, fullName, icon, iconButton, LANGUAGES, loadWords, t, toast, words } from "./dom.js";

const WIDE = matchMedia("(min-width: 900px)");
const ACTION_SHOWN = 5000; // milliseconds a chat action lasts at Telegram

class App {
  constructor() {
    this.people = new Map();
    this.chats = new Map();
    this.letters = [];
    this.written = [];
    this.mailSeq = 0;
    this.refused = {};
    this.unread = new Map();
    this.actions = new Map();
    this.pane = "requester";
    this.finger = new Finger(() => this.people.size && this.draw());
    this.bar = new Bar(this);
    this.requester = new Chat({ testid: "requester-chat", group: false, app: this });
    this.staff = new Chat({ testid: "staff-chat", group: true, app: this });
    this.mail = new Mail(this);
    document.getElementById("bar").append(this.bar.root);
    document.getElementById("panes").append(this.requester.root, this.staff.root, this.mail.root);
    WIDE.addEventListener("change", () => this.draw());
  }

  async start() {
    const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("lang");
    await this.speak(asked ?? navigator.language.slice(0, 2), false);
    await this.read();
    this.follow();
    const deep = new URLSearchParams(location.search).get("start");
    if (/^[\w-]{1,64}$/.test(deep ?? "")) this.goOn(deep);
  }

  // A link of a letter leads into the chat with the bot (deep link): whose chat that is, is asked.
  goOn(deep) {
    history.replaceState(null, "", "/");
    dialog(t("go_on_as"), (close) => [
      el("div.commands", {}, this.requesters().map((person) => el("button", { type: "button", "data-testid": "go-on-as", onclick: () => {
        close();
        this.chooseRequester(person.id);
        this.show("requester");
        attempt("/sandbox/say", { person: person.id, text: `/start ${deep}` });
      } }, avatar(person, true), el("span", {}, fullName(person))))),
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("cancel")))]);
  }

  async speak(lang, draw = true) {
    await loadWords(LANGUAGES.includes(lang) ? lang : "ru");
    localStorage.setItem("lang", words.lang);
    this.bar.relabel();
    this.requester.relabel();
    this.staff.relabel();
    this.mail.relabel();
    if (draw) this.draw();
  }

  async read() {
    const state = await ask("/sandbox/state");
    this.seq = state.seq;
    this.limits = state.limits;
    this.botCommands = state.commands;
    this.bot = state.bot;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.chats = new Map(state.chats.map((chat) => [chat.id, this.chatOf(chat, chat.messages)]));
    this.staffChatId = state.staff_chat_id;
    this.letters = state.letters;
    this.written = state.written;
    this.desk = state.desk;
    this.mailSeq += 1;
    this.refused = state.refused;
    this.setClock(state.clock);
    this.unread.clear();
    this.requester.nodes.clear();
    this.staff.nodes.clear();
    this.draw();
  }

  chatOf(chat, messages) {
    return { ...chat, messages: new Map(messages.map((message) => [message.message_id, message])) };
  }

  async follow() {
    for (;;) {
      try {
        const news = await ask(`/sandbox/events?after=${this.seq}&wait=25`);
        this.bar.online(true);
        if (news.reset) await this.read();
        else {
          this.seq = news.seq;
          for (const event of news.events) this.take(event);
          if (news.events.some((event) => event.kind === "reset")) await this.read();
          else if (news.events.length) this.draw();
        }
      } catch {
        this.bar.online(false);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  take(event) {
    const chat = this.chats.get(typeof event.chat === "object" ? event.chat.id : event.chat);
    switch (event.kind) {
      case "message":
        chat.messages.set(event.message.message_id, event.message);
        this.actions.delete(chat.id);
        this.count(event.message);
        for (const pane of [this.requester, this.staff]) if (pane.chatId === chat.id) pane.arrived(event.message);
        break;
      case "edited": chat.messages.set(event.message.message_id, event.message); break;
      case "deleted": chat.messages.delete(event.message_id); break;
      case "chat":
        this.chats.set(event.chat.id, { ...event.chat, messages: chat?.messages ?? new Map() });
        if (event.chat.staff) this.staffChatId = event.chat.id;
        break;
      case "people": this.people = new Map(event.people.map((person) => [person.id, person])); break;
      case "letter": this.letters.push(event.letter); this.mailSeq += 1; this.count(null); break;
      case "written": this.wrote(event.letter, false); break;
      case "reset": this.mail.forget(); break;
      case "refused": this.refused = event.refused; break;
      case "clock": this.setClock(event.clock); break;
      case "limits": this.limits = event.on; break;
      case "bot": if (event.commands) this.botCommands = event.commands; break;
      case "action":
        this.actions.set(event.chat, { action: event.action, until: Date.now() + ACTION_SHOWN });
        setTimeout(() => this.draw(), ACTION_SHOWN + 50);
        break;
      case "answer": this.answered(event); break;
    }
  }

  answered({ person, chat, text, show_alert: alert, url }) {
    const pane = [this.requester, this.staff].find((one) => one.chatId === chat && one.personId === person);
    if (!pane) return;
    if (url) window.open(url, "_blank", "noopener");
    if (!text) return;
    if (!alert) { toast(text, "", pane.toasts); return; }
    dialog(this.bot.first_name, (close) => [
      el("p.alert", { "data-testid": "alert" }, text),
      el("div.actions", {}, el("button.primary", { type: "button", onclick: close }, t("ok")))]);
  }

  // Unread: what came where nobody was looking. `null` stands for a letter.
  count(message) {
    const pane = !message ? "mail" : message.chat.id === this.staffChatId ? "staff" : "requester";
    const looked = (WIDE.matches || this.pane === pane) && document.visibilityState === "visible";
    const open = !message || pane === "staff" || this.requester.chatId === message.chat.id;
    const own = message && (message.from.id === this.staff.personId || message.from.id === this.requester.personId);
    if ((looked && open) || own) return;
    const key = message ? message.chat.id : "mail";
    this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
  }

  // A letter was written here, or it is known what became of it.
  wrote(letter, draw = true) {
    const at = this.written.findIndex((one) => one.id === letter.id);
    if (at < 0) this.written.push(letter);
    else this.written[at] = letter;
    this.mailSeq += 1;
    if (draw) this.draw();
  }

  setClock({ now }) {
    this.clockAhead = Date.parse(now) - Date.now();
    this.bar.tick();
  }

  now() { return new Date(Date.now() + this.clockAhead); }

  commands(group, lang, personId) {
    const scopes = group ? [`chat/${this.staffChatId}`, "all_group_chats", "default"] : [`chat/${personId}`, "all_private_chats", "default"];
    for (const scope of scopes) {
      for (const code of [lang, ""]) {
        const found = this.botCommands?.[`${scope}/${code}`];
        if (found?.length) return found;
      }
    }
    return [];
  }

  requesters() {
    return [...this.people.values()].filter((person) => !person.staff || person.started || person.id === this.chosenRequester);
  }

  chooseRequester(id) {
    this.chosenRequester = id;
    this.requester.stick = true;
    this.draw();
    this.requester.input.focus({ preventScroll: true });
  }

  draw() {
    if (this.finger.down) return; // drawn when it is lifted
    const requesters = this.requesters();
    const chosen = requesters.find((person) => person.id === this.chosenRequester) ?? requesters[0];
    const members = (this.chats.get(this.staffChatId)?.members ?? []).filter((member) => !member.is_bot && !["left", "kicked"].includes(member.status));
    const acting = members.find((member) => member.id === this.chosenStaff) ?? members[0];
    this.requester.open(chosen.id, chosen.id);
    this.staff.open(acting?.id, this.staffChatId);
    if (WIDE.matches || this.pane === "requester") this.unread.delete(chosen.id);
    if (WIDE.matches || this.pane === "staff") this.unread.delete(this.staffChatId);
    if (WIDE.matches || this.pane === "mail") this.unread.delete("mail");
    this.drawRequesterTop(requesters, chosen);
    this.drawStaffTop(members, acting);
    this.requester.draw();
    this.staff.draw();
    this.mail.draw();
    this.bar.draw();
    this.drawNav(requesters);
  }

  badge(key) {
    const count = this.unread.get(key);
    return count ? el("span.badge", {}, String(count)) : null;
  }

  subtitle(chat, usual) {
    const shown = this.actions.get(chat.id);
    if (!shown || shown.until < Date.now()) return el("span.subtitle", {}, usual);
    return el("span.subtitle.action", { "data-testid": "action" }, t(shown.action === "typing" ? "typing" : "sending_file"));
  }

  replace(place, key, ...children) {
    // Drawn again only when something changed, so that a menu that is open stays open.
    if (place.drawn === key) return;
    place.drawn = key;
    place.replaceChildren(...children);
  }

  drawRequesterTop(requesters, chosen) {
    const chat = this.chats.get(chosen.id);
    const shown = this.actions.get(chosen.id);
    const acts = shown && shown.until > Date.now();
    const key = JSON.stringify([words.lang, chosen, acts, requesters.map((p) => [p.id, p.first_name, p.blocked, this.unread.get(p.id)])]);
    this.replace(this.requester.top, key,
      el("div.tabs", { role: "tablist", "aria-label": t("requester") },
        requesters.map((person) => el("button.tab", {
          type: "button", role: "tab", "aria-selected": String(person.id === chosen.id), "data-testid": "person-tab",
          "data-person": String(person.id), onclick: () => this.chooseRequester(person.id),
        }, avatar(person, true), el("span", {}, fullName(person)), this.badge(person.id))),
        iconButton("plus", t("add_person"), () => addPerson(this), { "data-testid": "add-person" })),
      el("header.chat-head", {}, el("span.avatar.bot", { "aria-hidden": "true" }, "F"),
        el("div.titles", {}, el("h2", {}, this.bot.first_name), this.subtitle(chat, t("bot"))),
        this.menu(chosen.started ? [[chosen.blocked ? t("unblock") : t("block"),
          () => attempt(`/sandbox/people/${chosen.id}/block`, { blocked: !chosen.blocked })]] : [])));
  }

  drawStaffTop(members, acting) {
    const chat = this.chats.get(this.staffChatId);
    const shown = this.actions.get(chat.id);
    const acts = shown && shown.until > Date.now();
    const key = JSON.stringify([words.lang, chat.id, chat.title, chat.members, acting?.id, acts]);
    const select = el("select", { "data-testid": "acting-as", onchange: () => {
      this.chosenStaff = Number(select.value);
      this.draw();
    } }, members.map((member) => el("option", { value: String(member.id), selected: member.id === acting?.id },
      `${fullName(member)}${member.status === "member" ? "" : " ★"}`)));
    this.replace(this.staff.top, key,
      el("header.chat-head", {}, avatar({ id: 3, first_name: chat.title }),
        el("div.titles", {}, el("h2", {}, chat.title), this.subtitle(chat, `${t("members")}: ${members.length + 1}`)),
        el("label.acting", {}, el("span", {}, t("acting_as")), select),
        this.menu([
          [t("members"), () => showMembers(this)],
          [t("private_chat"), () => { this.chooseRequester(acting.id); this.show("requester"); }],
          ...(chat.type === "group" ? [[t("supergroup"), () => attempt("/sandbox/migrate", { chat: chat.id })]] : []),
        ])));
  }

  menu(items) {
    if (!items.length) return null;
    const box = el("details.menu", {}, el("summary", { "aria-label": t("more"), title: t("more") }, icon("more")),
      el("div.menu-items", {}, items.map(([label, deed]) => el("button", { type: "button", onclick: () => { box.open = false; deed(); } }, label))));
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) box.open = false; });
    return box;
  }

  show(pane) {
    this.pane = pane;
    this.draw();
    if (pane !== "mail") this[pane].toEnd();
  }

  drawNav(requesters) {
    const unread = requesters.reduce((sum, person) => sum + (this.unread.get(person.id) ?? 0), 0);
    const items = [["requester", "chat", unread], ["staff", "people", this.unread.get(this.staffChatId)], ["mail", "mail", this.unread.get("mail")]];
    document.getElementById("panes").dataset.pane = this.pane;
    this.replace(document.getElementById("nav"), JSON.stringify([words.lang, this.pane, items]),
      ...items.map(([pane, name, count]) => el("button", {
        type: "button", "aria-current": this.pane === pane ? "page" : null, "data-testid": `nav-${pane}`, onclick: () => this.show(pane),
      }, icon(name), el("span", {}, t(pane)), count ? el("span.badge", {}, String(count)) : null)));
  }
}

new App().start();
