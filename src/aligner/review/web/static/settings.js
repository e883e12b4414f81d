// What a person prefers, kept in this browser; and what a reload must not lose, kept in this tab.

function read(storage, name) {
  try {
    return JSON.parse(storage().getItem(`aligner.${name}`));
  } catch {
    return null; // no storage, or written by something else
  }
}

function write(storage, name, value) {
  try {
    if (value === null) storage().removeItem(`aligner.${name}`);
    else storage().setItem(`aligner.${name}`, JSON.stringify(value));
  } catch {
    // A browser without storage forgets, that is all.
  }
}

/** A preference, `otherwise` where there is none. */
export function preference(name, otherwise) {
  return read(() => localStorage, name) ?? otherwise;
}

/** Keeps a preference. */
export function prefer(name, value) {
  write(() => localStorage, name, value);
}

const THEMES = ["auto", "light", "dark"];

/** The theme: that of the system (auto), light or dark. The script that runs before the first paint reads the bare word. */
export function theme() {
  return document.documentElement.dataset.theme ?? "auto";
}

/** Goes on to the next theme and keeps it; which one it is. */
export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === "auto") localStorage.removeItem("aligner.theme");
    else localStorage.setItem("aligner.theme", next);
  } catch {
    // Not kept, but shown.
  }
  return next;
}

/** Texts that somebody is writing and has not saved, by segment and side; they outlive a reload of the page. */
export class Drafts {
  #name;
  #kept;

  constructor(project) {
    this.#name = `drafts.${project}`;
    this.#kept = read(() => sessionStorage, this.#name) ?? {};
  }

  get(bead, side) {
    return this.#kept[`${bead}.${side}`] ?? null;
  }

  has(bead) {
    return this.get(bead, "source") !== null || this.get(bead, "target") !== null;
  }

  beads() {
    return [...new Set(Object.keys(this.#kept).map((key) => Number(key.split(".")[0])))];
  }

  /** Keeps the fields of an editor: `{version, texts: {sentence: text}}`. */
  keep(bead, side, draft) {
    this.#kept[`${bead}.${side}`] = draft;
    write(() => sessionStorage, this.#name, this.#kept);
  }

  drop(bead, side) {
    delete this.#kept[`${bead}.${side}`];
    write(() => sessionStorage, this.#name, this.#kept);
  }
}
