// Elements, made with text only: nothing that a document says is ever read as mark-up.

/**
 * An element. `attributes`: `class`, `dataset` and `on` (listeners) as such, `hidden` and other booleans by their truth,
 * the rest as attributes; null and undefined leave one out. Children are nodes, strings, or lists of them.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (key === "class") made.className = value;
    else if (key === "dataset") Object.assign(made.dataset, value);
    else if (key === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (typeof value === "boolean" && !key.startsWith("aria-")) made.toggleAttribute(key, value);
    else made.setAttribute(key, String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The element of the page with an id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A button that carries its key, for eyes and for screen readers. */
export function keyButton(label, key, listener, attributes = {}) {
  const hint = key ? element("kbd", { "aria-hidden": "true" }, key) : null;
  return element(
    "button",
    { type: "button", "aria-keyshortcuts": key ? shortcut(key) : null, on: { click: listener }, ...attributes },
    element("span", { class: "label" }, label),
    hint,
  );
}

function shortcut(key) {
  return /^[A-Z]$/.test(key) ? `Shift+${key}` : key.length === 1 ? key : key.replace("Ctrl+", "Control+");
}

/** Tells something to those who listen rather than look. */
export function tell(text) {
  const place = byId("told");
  if (place.textContent === text) place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

const TOASTS_MS = { note: 4000, problem: 12000 };

/** Shows a short message that goes by itself; a problem stays longer. */
export function toast(text, kind = "note") {
  const made = element("p", { class: `toast ${kind}` }, text);
  const place = byId("toasts");
  while (place.childElementCount > 2) place.firstElementChild.remove();
  place.append(made);
  setTimeout(() => made.remove(), TOASTS_MS[kind]);
}
