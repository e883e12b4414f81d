// Questions to the person, as native dialogs: focus stays inside, Esc leaves, Enter answers.

import { element } from "./dom.js";
import { say } from "./words.js";

let count = 0;

/**
 * Asks; the answer is what `read` makes of the form, null where it was left. `buttons` are `[value, label, class]`; the first
 * is what Enter does. `read(value, form)` may return undefined to go on asking.
 */
export function ask({ title, body, buttons, read = (value) => value, wide = false }) {
  const id = `dialog-title-${(count += 1)}`;
  const back = document.activeElement;
  return new Promise((resolve) => {
    const form = element("form", { method: "dialog" });
    const dialog = element("dialog", { class: wide ? "wide" : "", "aria-labelledby": id }, form);
    const row = element(
      "div",
      { class: "dialog-buttons" },
      buttons.map(([value, label, kind = ""]) => element("button", { type: "submit", value, class: kind }, label)),
      element("button", { type: "button", on: { click: () => dialog.close("") } }, buttons.length ? say("Cancel") : say("Close")),
    );
    form.append(element("h2", { id }, title), ...[body].flat(), row);
    let answer = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = event.submitter?.value || (buttons[0]?.[0] ?? "");
      const said = read(value, form);
      if (said === undefined) return;
      answer = said;
      dialog.close(value);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
      event.preventDefault(); // a list opens with the space bar; Enter answers everywhere
      form.requestSubmit();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && !form.querySelector("textarea") && dialog.close(""));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back?.isConnected) back.focus({ preventScroll: true });
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    form.querySelector("fieldset input:checked, [data-first]")?.focus();
  });
}

/** A field with its label. */
export function field(label, input) {
  return element("label", { class: "field" }, element("span", { class: "field-name" }, label), input);
}

/** Asks for one text; null where there is none. */
export async function askText({ title, label, button, value = "", lines = 1, hint = null, choices = [] }) {
  const list = choices.length ? element("datalist", { id: "dialog-choices" }, choices.map((one) => element("option", { value: one }))) : null;
  const input = lines > 1 ? element("textarea", { rows: String(lines), name: "text", required: true }) : element("input", { type: "text", name: "text", required: true, list: list ? "dialog-choices" : null, autocomplete: "off" });
  input.value = value;
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) input.form.requestSubmit();
  });
  return ask({
    title,
    body: [field(label, input), list, hint ? element("p", { class: "hint" }, hint) : null].filter(Boolean),
    buttons: [["yes", button, "primary"]],
    read: (_value, form) => form.elements.text.value.trim() || undefined,
  });
}

/** Asks why a flag is none. */
export function askReason(earlier) {
  return askText({
    title: say("Why is this no fault?"),
    label: say("Reason"),
    button: say("No fault"),
    hint: say("Whoever reads the report sees it. Reasons you gave before are offered."),
    choices: earlier,
  });
}

/** Asks what becomes of a text that is right everywhere: `{as, text, target}`. */
export function askEverywhere(flag) {
  const [mark] = flag.marks;
  const kinds = { name: say("a name"), word: say("a word of its own"), term: say("a term, translated so") };
  const likely = flag.code.startsWith("NAM") || flag.code === "UNT204" ? "name" : flag.code.startsWith("TRM") ? "term" : "word";
  const choice = (kind) => {
    const input = element("input", { type: "radio", name: "as", value: kind });
    input.checked = kind === likely;
    return element("label", { class: "choice" }, input, " ", kinds[kind]);
  };
  const text = element("input", { type: "text", name: "text", required: true, autocomplete: "off" });
  text.value = mark?.text ?? "";
  const target = element("input", { type: "text", name: "target", autocomplete: "off" });
  const other = flag.marks.find((one) => one.side !== mark?.side);
  target.value = other?.text ?? flag.suggestion ?? "";
  if (mark?.side === "target" && likely === "term") [text.value, target.value] = [target.value, text.value];
  const translation = field(say("Its translation"), target);
  const show = () => {
    const isTerm = translation.closest("form")?.elements.as.value === "term";
    translation.hidden = !isTerm;
    target.required = isTerm;
  };
  const set = element("fieldset", { on: { change: show } }, element("legend", {}, say("It is")), Object.keys(kinds).map(choice));
  translation.hidden = likely !== "term";
  return ask({
    title: say("Right everywhere in this project"),
    body: [field(say("Text"), text), set, translation, element("p", { class: "hint" }, say("Flags of this rule about the same text are settled with it."))],
    buttons: [["yes", say("Right everywhere"), "primary"]],
    read: (_value, form) => ({ as: form.elements.as.value, text: text.value, target: form.elements.as.value === "term" ? target.value : "" }),
  });
}

/** Asks where to divide a segment: how many sentences of each side stay, `{source, target}`. */
export function askSplit(bead, languages) {
  const sides = ["source", "target"];
  const names = { source: say("Source"), target: say("Target") };
  const half = Object.fromEntries(sides.map((side) => [side, Math.min(bead[side].length, Math.ceil(bead[side].length / 2))]));
  if (half.source === bead.source.length && half.target === bead.target.length) half[bead.source.length > bead.target.length ? "source" : "target"] -= 1;
  const column = (side) => {
    const option = (at) => {
      const input = element("input", { type: "radio", name: side, value: String(at) });
      input.checked = at === half[side];
      const words = at === 0 ? say("nothing stays here") : bead[side][at - 1].text;
      return element("label", { class: `cut${at === 0 ? " first" : ""}` }, input, element("span", { lang: at === 0 ? null : languages[side] }, words));
    };
    return element("fieldset", {}, element("legend", {}, say("{side}: divide after", { side: names[side] })), Array.from({ length: bead[side].length + 1 }, (_, at) => option(at)));
  };
  const problem = element("p", { class: "problem", role: "alert" });
  return ask({
    title: say("Divide the segment"),
    wide: true,
    body: [element("div", { class: "split-columns" }, sides.map(column)), problem],
    buttons: [["yes", say("Divide"), "primary"]],
    read: (_value, form) => {
      const cut = Object.fromEntries(sides.map((side) => [side, Number(form.elements[side].value)]));
      const kept = cut.source + cut.target;
      if (kept > 0 && kept < bead.source.length + bead.target.length) return cut;
      problem.textContent = say("Something has to stay, and something has to go.");
      return undefined;
    },
  });
}

/** Shows what both wrote and asks which it shall be: `mine`, `theirs` or `edit`; null leaves everything as it is. */
export function askConflict({ message, mine, theirs, isEdit }) {
  const column = (title, texts) =>
    element("section", { class: "version" }, element("h3", {}, title), texts === null ? element("p", { class: "nothing" }, say("The segment is gone.")) : texts.map((text) => element("p", {}, text || say("deleted"))));
  return ask({
    title: say("Somebody else changed this segment"),
    wide: true,
    body: [element("p", {}, message), element("div", { class: "versions" }, mine ? column(say("Yours"), mine) : null, column(say("Theirs, as it is now"), theirs))],
    buttons: isEdit ? editChoices(theirs === null) : repeatChoices(theirs === null),
  });
}

/** What may become of an edit; what Enter does loses nothing. */
function editChoices(isGone) {
  if (isGone) return [["copy", say("Copy mine"), "primary"]];
  return [["edit", say("Go on editing mine"), "primary"], ["theirs", say("Keep theirs")], ["mine", say("Write mine over it")]];
}

function repeatChoices(isGone) {
  const look = ["theirs", say("Look at it again"), "primary"];
  return isGone ? [look] : [look, ["mine", say("Do it all the same")]];
}

/** Shows all keys; whether letters are commands can be said here, and `choose` is told at once. */
export function showKeys(groups, areLetters, choose) {
  const list = ({ title, rows }) =>
    element("section", {}, element("h3", {}, title), element("dl", {}, rows.map(({ keys, label }) => element("div", {}, element("dt", {}, keys.map((key) => element("kbd", {}, key))), element("dd", {}, label)))));
  const box = element("input", { type: "checkbox", name: "letters" });
  box.checked = areLetters;
  box.addEventListener("change", () => choose(box.checked));
  return ask({
    title: say("Keys"),
    wide: true,
    body: [
      element("label", { class: "choice" }, box, " ", say("Single letters are commands (turn off for voice input)")),
      element("div", { class: "key-map" }, groups.map(list)),
    ],
    buttons: [],
  });
}
