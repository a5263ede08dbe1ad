// Small helpers: elements, words, requests, dialogs. Text is set with textContent only.

export const LANGUAGES = ["ru", "kk", "en"];
export const words = { lang: "en", all: {} };

export function t(key, facts = {}) {
  const text = words.all[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

export async function loadWords(lang) {
  words.all = await ask(`/sandbox/words?lang=${lang}`);
  words.lang = lang;
  document.documentElement.lang = lang;
  document.title = t("title");
}

// el("button.send", {onclick, "aria-label": "..."}, child, "text") - children are nodes or text, never markup.
export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 20 4l-5 16-4-6-7-2z",
  attach: "M8 12.5 14.5 6a3 3 0 0 1 4.3 4.3L10.5 18.6a5 5 0 0 1-7-7L11 4",
  back: "M14 5l-7 7 7 7",
  reply: "M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7",
  edit: "M4 20l1-5L16 4l4 4L9 19l-5 1z",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  people: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 19a6 6 0 0 1 12 0M16 11a3 3 0 0 0 0-6M17 14a6 6 0 0 1 5 5",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  chat: "M4 5h16v11H9l-5 4z",
  phone: "M6 3h4l1 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 1v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  down: "M6 9l6 6 6-6",
  slash: "M15 4 9 20",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, extra = {}) {
  return el("button.icon-button", { type: "button", "aria-label": label, title: label, onclick, ...extra }, icon(name));
}

export async function ask(path, body) {
  const options = { method: "POST" };
  if (body instanceof FormData) options.body = body;
  else if (body) Object.assign(options, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const response = await fetch(path, body ? options : {});
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

// The same for clicks: what went wrong is said in a toast.
export async function attempt(path, body) {
  try {
    return await ask(path, body);
  } catch (error) {
    toast(error.message, "bad");
    return null;
  }
}

export function toast(text, kind = "", place = document.getElementById("toasts")) {
  const node = el(`div.toast${kind ? "." + kind : ""}`, { "data-testid": "toast" }, text);
  place.append(node);
  setTimeout(() => node.remove(), 4500);
}

// A modal dialog; `build(close)` returns its content. Escape and a click beside it close it.
export function dialog(title, build, extra = {}) {
  const box = el("dialog", { "aria-label": title, ...extra });
  const close = () => box.close();
  box.append(el("h2", {}, title), ...[build(close)].flat());
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && close());
  document.getElementById("dialogs").append(box);
  box.showModal();
  return box;
}

// Puts the nodes of a Map into a list in their order; only what changed is touched, so that focus, scrolling and frames stay.
export function arrange(list, nodes) {
  const wanted = new Set(nodes.values());
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let place = list.firstChild;
  for (const node of wanted) {
    if (node === place) place = place.nextSibling;
    else list.insertBefore(node, place);
  }
}

export function actions(close, label, extra = {}) {
  return el("div.actions", {},
    el("button", { type: "button", onclick: close }, t("cancel")),
    el("button.primary", { type: "submit", ...extra }, label));
}

export function field(label, input) {
  return el("label.field", {}, el("span", {}, label), input);
}

const ZONE = "Europe/Moscow";
// What comes into view glides there, unless its reader wants no motion.
export const glide = (node, block) => node?.scrollIntoView({ block, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
export const moscow = (date, options) => new Intl.DateTimeFormat(words.lang, { timeZone: ZONE, ...(options.hour ? { hourCycle: "h23" } : {}), ...options }).format(date);
export const hourMinute = (seconds) => moscow(new Date(seconds * 1000), { hour: "2-digit", minute: "2-digit" });
export const dayKey = (date) => new Intl.DateTimeFormat("sv", { timeZone: ZONE }).format(date);
export const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
export const initials = (user) => [user.first_name, user.last_name].filter(Boolean).map((name) => [...name][0]).join("");
export const hue = (id) => Math.abs(id * 47) % 7;

export function avatar(user, small = false) {
  return el(`span.avatar.hue-${hue(user.id)}${small ? ".small" : ""}`, { "aria-hidden": "true" }, initials(user));
}

export function size(bytes) {
  const units = words.lang === "en" ? ["B", "KB", "MB"] : ["Б", "КБ", "МБ"];
  let step = 0;
  let value = bytes;
  while (value >= 1000 && step < 2) { value /= 1024; step += 1; }
  return `${step ? value.toFixed(1) : value} ${units[step]}`;
}
