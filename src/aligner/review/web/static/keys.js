// From keys to commands. A key means nothing while somebody types or answers a question.

const SHOWN = { ArrowDown: "↓", ArrowUp: "↑", Enter: "↵", Escape: "Esc", Backspace: "⌫", Home: "Home", End: "End", PageDown: "PgDn", PageUp: "PgUp" };

/** A key as it is shown to a person. */
export function shown(key) {
  return SHOWN[key] ?? key;
}

/** The name of what was pressed, such as `j`, `A` or `Ctrl+Z`; null for what is no command of ours. */
export function pressed(event) {
  // AltGr comes as Ctrl+Alt where brackets need it, on Spanish keyboards for one.
  const isAltGraph = event.getModifierState?.("AltGraph") ?? false;
  const isControl = (event.ctrlKey || event.metaKey) && !isAltGraph;
  if (event.altKey && !isAltGraph && !(event.ctrlKey && event.key.length === 1)) return null;
  if (!isControl) return event.key;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
}

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable], dialog *";
const PRESSING = "button, a[href], summary, input, label";
const OWN_KEYS = new Set(["Enter", " "]); // of what has the focus
const MOVING = new Set(["ArrowDown", "ArrowUp", "Home", "End", "Enter", "PageDown", "PageUp", "Backspace"]);

/** Listens for keys; `commands` by key, `run(name)`, and `areLetters()` says whether bare letters are commands. */
export function listen(commands, run, areLetters) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (at.matches(TYPING)) return;
    if (at.closest(PRESSING) && (OWN_KEYS.has(event.key) || at.closest("summary, .menu"))) return;
    const key = pressed(event);
    if (key === null) return;
    if (MOVING.has(key) && at.closest(".drawer, .filters, header, [role=toolbar]")) return;
    if (key.length === 1 && !areLetters() && key !== "?") return;
    const name = commands.get(key);
    if (name === undefined) return;
    event.preventDefault();
    run(name);
  });
}
