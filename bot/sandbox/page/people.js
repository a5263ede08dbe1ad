// Dialogs about people: a new requester, the members of the staff group.

import { actions, attempt, avatar, dialog, el, field, fullName, t } from "./dom.js";

export function addPerson(app) {
  const input = (name, more = {}) => el("input", { type: "text", name, maxlength: "64", autocomplete: "off", ...more });
  dialog(t("add_person"), (close) => {
    const form = el("form", {},
      field(t("first_name"), input("first_name", { required: true, autofocus: true })),
      field(t("last_name"), input("last_name")),
      field(t("username"), input("username", { pattern: "@?[A-Za-z0-9_]{3,32}" })),
      field(t("language"), el("select", { name: "language_code" }, [["ru", "Русский"], ["en", "English"], ["kk", "Қазақша"], ["de", "Deutsch"]]
        .map(([code, label]) => el("option", { value: code }, label)))),
      actions(close, t("add")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const person = await attempt("/sandbox/people", Object.fromEntries(new FormData(form)));
      if (!person) return;
      app.people.set(person.id, person);
      close();
      // The chat comes with the next events.
      const wait = () => (app.chats.has(person.id) ? app.chooseRequester(person.id) : setTimeout(wait, 50));
      wait();
    });
    return form;
  });
}

export function showMembers(app) {
  const chat = app.chats.get(app.staffChatId);
  const inside = chat.members.filter((member) => !["left", "kicked"].includes(member.status));
  const outside = [...app.people.values()].filter((person) => !inside.some((member) => member.id === person.id));
  dialog(t("members"), (close) => {
    const change = async (verb, id) => { await attempt("/sandbox/staff", { [verb]: id }); close(); };
    const row = (member) => el("li", {}, avatar(member, true),
      el("span.member-name", {}, fullName(member), el("small", {}, member.is_bot ? t("bot") : t(member.status))),
      member.status === "member" ? el("button", { type: "button", onclick: () => change("promote", member.id) }, t("promote")) : null,
      member.status === "administrator" ? el("button", { type: "button", onclick: () => change("demote", member.id) }, t("demote")) : null,
      member.status === "creator" ? null : el("button", { type: "button", onclick: () => change("remove", member.id) }, t("remove")));
    const select = el("select", { "aria-label": t("add_person") }, outside.map((person) => el("option", { value: String(person.id) }, fullName(person))));
    return [
      el("ul.members", {}, inside.map(row)),
      outside.length ? el("div.add-member", {}, select,
        el("button", { type: "button", onclick: () => change("add", Number(select.value)) }, t("add"))) : null,
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("close"))),
    ].filter(Boolean);
  });
}
