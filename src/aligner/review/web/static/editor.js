// Editing in place: a field for each sentence of a side. What is typed is kept until it is saved or thrown away.

import { element } from "./dom.js";
import { say } from "./words.js";

const NEW = "new"; // the field of a side that has no sentence

export class Editor {
  #drafts;
  #forms = new Map(); // by `bead.side`
  #commands; // {save(bead, side), left(bead, side), languages()}

  constructor(drafts, commands) {
    this.#drafts = drafts;
    this.#commands = commands;
  }

  /** The form that stands in a side of a segment, null where nobody edits it. */
  form(bead, side) {
    return this.#forms.get(`${bead}.${side}`)?.element ?? null;
  }

  get isOpen() {
    return this.#forms.size > 0;
  }

  /** Opens a side of a segment for editing, with what was typed before and not saved. */
  open(bead, side, sentence = null) {
    const key = `${bead.id}.${side}`;
    if (!this.#forms.has(key)) this.#forms.set(key, this.#make(bead, side));
    return () => {
      const form = this.#forms.get(key);
      const field = form?.fields.get(String(sentence)) ?? form?.fields.values().next().value;
      if (!field) return;
      field.focus({ preventScroll: true });
      fit(field);
    };
  }

  /** Opens again what was being edited when the page was left. */
  hasDraft(bead) {
    return this.#drafts.has(bead);
  }

  #make(bead, side) {
    const kept = this.#drafts.get(bead.id, side);
    const now = Object.fromEntries(bead[side].map((sentence) => [String(sentence.id), sentence.text]));
    if (!bead[side].length) now[NEW] = "";
    const base = kept?.base ?? now;
    const texts = base; // the fields of a kept edit, even where the sentences are others by now: saving tells

    const version = kept?.version ?? bead.version;
    const fields = new Map();
    const form = { element: null, fields, base, version };
    const keep = () => this.#keep(bead.id, side, form);
    const count = Object.keys(texts).length;
    for (const [at, [id, text]] of Object.entries(texts).entries()) {
      const name = side === "source" ? say("Source, sentence {number} of {count}", { number: at + 1, count }) : say("Target, sentence {number} of {count}", { number: at + 1, count });
      const field = element("textarea", { rows: "1", "aria-label": name, lang: this.#commands.languages()[side], spellcheck: "true", dataset: { sentence: id } });
      field.value = kept?.texts[id] ?? text;
      field.addEventListener("input", () => {
        fit(field);
        keep();
      });
      fields.set(id, field);
    }
    const save = () => this.#commands.save(bead.id, side);
    const leave = () => this.close(bead.id, side);
    form.element = element(
      "form",
      {
        class: "editor",
        on: {
          submit: (event) => {
            event.preventDefault();
            save();
          },
          keydown: (event) => this.#key(event, save, leave),
        },
      },
      [...fields.values()],
      element(
        "div",
        { class: "editor-buttons" },
        element("button", { type: "submit", class: "primary", "aria-keyshortcuts": "Control+Enter" }, element("span", {}, say("Save")), element("kbd", { "aria-hidden": "true" }, "Ctrl ↵")),
        element("button", { type: "button", on: { click: leave }, "aria-keyshortcuts": "Escape" }, element("span", {}, say("Leave")), element("kbd", { "aria-hidden": "true" }, "Esc")),
        element("button", { type: "button", on: { click: () => this.discard(bead.id, side) } }, say("As it was")),
      ),
    );
    requestAnimationFrame(() => [...fields.values()].forEach(fit));
    return form;
  }

  #key(event, save, leave) {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.tagName === "TEXTAREA") && !event.isComposing) {
      // A sentence has no line of its own inside; those that a file had stay, and Shift+Enter makes one.
      if (event.shiftKey && !event.ctrlKey && !event.metaKey) return;
      if (!event.ctrlKey && !event.metaKey) return void event.preventDefault();
      event.preventDefault();
      save();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  }

  #keep(bead, side, form) {
    const texts = Object.fromEntries([...form.fields].map(([id, field]) => [id, field.value]));
    if (Object.entries(texts).every(([id, text]) => text === form.base[id])) this.#drafts.drop(bead, side);
    else this.#drafts.keep(bead, side, { version: form.version, base: form.base, texts });
  }

  /**
   * What was typed: `{version, changed: [[sentence, text]]}`, the sentence being "new" where there was none. Null where
   * nothing is being edited.
   */
  typed(bead, side) {
    const form = this.#forms.get(`${bead}.${side}`);
    if (!form) return null;
    const changed = [...form.fields].map(([id, field]) => [id, field.value]).filter(([id, text]) => text !== form.base[id]);
    return { version: form.version, base: form.base, changed };
  }

  /**
   * Takes a segment as it is now for what the edit began from; `saved` is the sentence that has just been saved. False where
   * its sentences are others by now, so that the fields fit no more.
   */
  rebase(bead, side, view, saved = null) {
    const form = this.#forms.get(`${bead}.${side}`);
    if (!form) return false;
    const texts = Object.fromEntries(view[side].map((sentence) => [String(sentence.id), sentence.text]));
    if (!view[side].length) texts[NEW] = "";
    const isFitting = Object.keys(texts).join() === [...form.fields.keys()].join();
    if (!isFitting) return false;
    for (const [id, field] of form.fields) if (id === saved || field.value === form.base[id]) field.value = texts[id];
    form.version = view.version;
    form.base = texts;
    this.#keep(bead, side, form);
    return true;
  }

  /** Opens a side anew after its sentences became others; what was typed stands below what is there now. */
  reopen(view, side, typed) {
    const mine = typed.changed.map(([, text]) => text).join(" ");
    const base = Object.fromEntries(view[side].map((sentence) => [String(sentence.id), sentence.text]));
    if (!view[side].length) base[NEW] = "";
    const last = Object.keys(base).at(-1);
    const texts = { ...base, [last]: [base[last], mine].filter(Boolean).join("\n") };
    this.#forms.delete(`${view.id}.${side}`);
    this.#drafts.keep(view.id, side, { version: view.version, base, texts });
    this.open(view, side);
    this.#commands.left(view.id, side);
  }

  /** Leaves a side; what was typed is kept for the next time. */
  close(bead, side) {
    if (this.#forms.delete(`${bead}.${side}`)) this.#commands.left(bead, side);
  }

  /** Leaves a side and forgets what was typed. */
  discard(bead, side) {
    this.#drafts.drop(bead, side);
    this.close(bead, side);
  }
}

/** Makes a field as high as its text. */
function fit(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
