// One message as a bubble: text by its entities, photos, files, contacts, quotes, keyboards.

import { avatar, dialog, el, fullName, hourMinute, hue, icon, iconButton, moscow, size, t, toast } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

// Text is cut at every edge of an entity; each entity becomes an element around its pieces. JavaScript counts as Telegram does.
export function richText(text, entities, pane) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  function walk(from, to, rest) {
    const nodes = [];
    let at = from;
    while (rest.length) {
      const entity = rest[0];
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset >= to || end <= at) { rest = rest.slice(1); continue; }
      if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
      const start = Math.max(at, entity.offset);
      const inner = rest.slice(1).filter((other) => other.offset < end);
      nodes.push(element(entity, text.slice(start, end), walk(start, end, inner), pane));
      // A quotation is a block: the line end after it is already there.
      at = TAGS[entity.type] === "blockquote" && text[end] === "\n" ? end + 1 : end;
      rest = rest.slice(1).filter((other) => other.offset + other.length > end);
    }
    if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
    return nodes;
  }
  return walk(0, text.length, sorted);
}

function element(entity, raw, children, pane) {
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url ?? raw, children);
  if (entity.type === "email") return link(`mailto:${raw}`, children);
  if (entity.type === "bot_command") {
    return el("button.command", { type: "button", onclick: (event) => { event.stopPropagation(); pane.say(raw); } }, ...children);
  }
  if (entity.type === "spoiler") {
    return el("span.spoiler", { tabindex: "0", role: "button", onclick: (event) => {
      event.stopPropagation();
      event.currentTarget.classList.add("open");
    } }, ...children);
  }
  if (entity.type === "date_time") {
    const when = new Date(entity.unix_time * 1000);
    return el("time.date-time", { datetime: when.toISOString(), title: moscow(when, { dateStyle: "full", timeStyle: "short" }) }, ...children);
  }
  const open = entity.type === "expandable_blockquote";
  return el(TAGS[entity.type] ?? "span", { class: open ? "expandable" : TAGS[entity.type] ? null : "mention" }, ...children);
}

function link(url, children) {
  const safe = /^(https?|mailto|tel|tg):/i.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children) : el("span", {}, ...children);
}

// Who follows a deep link says «/start»: Telegram sends the rest along and does not show it.
const textOf = (message) => (message.chat.type === "private" ? message.text?.replace(/^\/start [\w-]{1,64}$/, "/start") : message.text);

// What is neither words nor a file, as a line: [its name on this page, what tells it apart].
const THINGS = {
  voice: (held) => held.duration, audio: (held) => held.title, video: (held) => held.duration, video_note: (held) => held.duration,
  animation: (held) => held.file_name, sticker: (held) => held.emoji, location: (held) => `${held.latitude}, ${held.longitude}`,
  venue: (held) => held.title, dice: (held) => `${held.emoji} ${held.value}`, poll: (held) => held.question, checklist: (held) => held.title,
};
const USUAL = new Set(["message_id", "from", "chat", "date", "edit_date", "seq", "text", "entities", "caption", "caption_entities", "photo",
  "document", "contact", "media_group_id", "reply_to_message", "reply_markup", "reactions", "silent", "keyboard", "forward_origin",
  "has_protected_content", "link_preview_options"]);
export const KINDS = [...Object.keys(THINGS), "contact"];

export function thingText(message) {
  const kind = Object.keys(message).find((key) => THINGS[key] && message[key]);
  if (kind) return [t(kind), THINGS[kind](message[kind])].filter(Boolean).join(" · ");
  const unknown = Object.keys(message).find((key) => !USUAL.has(key) && message[key] && typeof message[key] === "object");
  return unknown && !isService(message) ? unknown : "";
}

export function snippet(message) {
  const text = textOf(message) ?? message.caption ?? (message.photo ? t("photo") : message.document?.file_name)
    ?? message.contact?.phone_number ?? thingText(message);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

export const isService = (m) => m.new_chat_members || m.left_chat_member || m.migrate_to_chat_id || m.migrate_from_chat_id || m.forum_topic_created
  || m.forum_topic_closed || m.forum_topic_reopened;

export function serviceText(message) {
  if (message.new_chat_members) return t("joined", { name: message.new_chat_members.map(fullName).join(", ") });
  if (message.left_chat_member) return t("left", { name: fullName(message.left_chat_member) });
  if (message.forum_topic_created) return t("topic_made", { name: message.forum_topic_created.name });
  if (message.forum_topic_closed) return t("topic_closed");
  if (message.forum_topic_reopened) return t("topic_reopened");
  return t("migrated");
}

const photoUrl = (message) => `/sandbox/file/${message.photo.at(-1).file_id}`;

function photoTile(message) {
  const largest = message.photo.at(-1);
  const picture = el("img", { src: photoUrl(message), alt: message.caption ?? t("photo"), width: largest.width, height: largest.height });
  return el("button.photo", { type: "button", "aria-label": t("photo"), onclick: (event) => {
    event.stopPropagation();
    dialog(t("photo"), (close) => [
      el("img.full", { src: photoUrl(message), alt: message.caption ?? t("photo") }),
      el("div.actions", {}, el("button", { type: "button", onclick: close }, t("close"))),
    ], { class: "picture" });
  } }, picture);
}

function fileTile(document) {
  return el("a.file", { href: `/sandbox/file/${document.file_id}`, download: document.file_name, "data-testid": "file",
    onclick: (event) => event.stopPropagation() },
  el("span.file-icon", {}, icon("file")),
  el("span.file-facts", {}, el("span.file-name", {}, document.file_name), el("span.file-size", {}, size(document.file_size))));
}

function contactTile(contact) {
  return el("div.contact", {}, avatar({ id: contact.user_id ?? 0, ...contact }),
    el("span.file-facts", {}, el("span.file-name", {}, fullName(contact)), el("span.file-size", {}, contact.phone_number)));
}

function quote(message, pane) {
  const replied = message.reply_to_message;
  return el("button.quote", { type: "button", onclick: (event) => { event.stopPropagation(); pane.show(replied.message_id); } },
    el("span.quote-name", {}, replied.from.id === pane.me() ? t("you") : replied.from.first_name),
    el("span.quote-text", {}, snippet(replied)));
}

// Buttons under a bubble; what each does is Telegram's: ask the bot, open a link, copy a text, or nothing when disabled.
function inlineKeyboard(message, pane) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div.inline-keyboard", {}, rows.map((row) => el("div.row", {}, row.map((button) => {
    const style = button.style ? `.${button.style}` : "";
    if (button.url) return el(`a.key${style}`, { href: link(button.url, []).href, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
    const node = el(`button.key${style}`, { type: "button", disabled: Boolean(button.disabled), "data-testid": "key" }, button.text);
    node.addEventListener("click", async () => {
      if (button.copy_text) {
        await navigator.clipboard.writeText(button.copy_text.text).then(() => toast(t("copied")), () => toast(button.copy_text.text));
      } else {
        node.classList.add("busy");
        await pane.press(message, button);
        node.classList.remove("busy");
      }
    });
    return node;
  }))));
}

function meta(message) {
  return el("span.meta", {},
    message.edit_date ? el("span.edited", {}, t("edited")) : null,
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, hourMinute(message.date)));
}

function reactions(message) {
  const all = Object.values(message.reactions ?? {}).flat().filter((one) => one.emoji);
  if (!all.length) return null;
  const counts = new Map();
  for (const one of all) counts.set(one.emoji, (counts.get(one.emoji) ?? 0) + 1);
  return el("div.reactions", {}, [...counts].map(([emoji, count]) => el("span", {}, count > 1 ? `${emoji} ${count}` : emoji)));
}

function tools(message, pane) {
  const own = message.from.id === pane.me();
  const stop = (deed) => (event) => { event.stopPropagation(); deed(); };
  return el("div.tools", {},
    iconButton("reply", t("reply"), stop(() => pane.replyTo(message)), { "data-testid": "reply" }),
    own && message.text ? iconButton("edit", t("edit"), stop(() => pane.editing(message))) : null,
    own ? null : el("button.icon-button", { type: "button", "aria-label": t("react"), title: t("react"), onclick: stop(() => pane.react(message)) }, "👍"));
}

// One message or the parts of an album.
export function bubble(parts, pane, first, last) {
  const message = parts[0];
  const mine = message.from.id === pane.me();
  const captioned = parts.find((part) => part.caption);
  const text = textOf(message) ?? captioned?.caption;
  const entities = message.text ? message.entities : captioned?.caption_entities;
  const photos = parts.filter((part) => part.photo);
  const keys = inlineKeyboard(parts.at(-1), pane);
  const bare = photos.length > 0 && !text;
  const still = !text && !bare && !Object.keys(message.reactions ?? {}).length;
  const body = el(`div.bubble${bare ? ".bare" : ""}${still ? ".still" : ""}${last ? ".tail" : ""}`, {
    onclick: () => { if (!String(getSelection())) pane.replyTo(message); },
  },
  !mine && first && pane.group ? el(`span.author.hue-${hue(message.from.id)}`, {}, fullName(message.from)) : null,
  message.forward_origin ? el("span.forwarded", {}, t("forwarded", { name: fullName(message.forward_origin.sender_user ?? {}) })) : null,
  message.reply_to_message && !isService(message.reply_to_message) ? quote(message, pane) : null,
  photos.length ? el(`div.photos.count-${Math.min(photos.length, 4)}`, {}, photos.map(photoTile)) : null,
  parts.filter((part) => part.document).map((part) => fileTile(part.document)),
  message.contact ? contactTile(message.contact) : null,
  thingText(message) ? el("div.text.thing", { "data-testid": "thing" }, thingText(message)) : null,
  text ? el("div.text", {}, ...richText(text, entities, pane)) : null,
  reactions(message), meta(message));
  return el(`div.message${mine ? ".mine" : ""}`, {
    "data-testid": "message", "data-id": String(message.message_id), "data-from": String(message.from.id),
  },
  pane.group && !mine ? (last ? avatar(message.from, true) : el("span.avatar.small.none")) : null,
  el(`div.column${keys ? ".keys" : ""}`, {}, el("div.line", {}, body, tools(message, pane)), keys));
}
