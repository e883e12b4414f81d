// Puts the desk together: what the store knows is painted, and what the person does goes to the actions.

import { Actions } from "./actions.js";
import { Lost, Refused, get, post } from "./api.js";
import { SIDES, fillRow } from "./bead.js";
import { byId, element, keyButton, tell, toast } from "./dom.js";
import { Editor } from "./editor.js";
import { Filters } from "./filters.js";
import { Flags } from "./flags.js";
import { listen, shown } from "./keys.js";
import { Live } from "./live.js";
import { Panels, progressParts } from "./panels.js";
import { VirtualList } from "./scroll.js";
import { Drafts, nextTheme, theme } from "./settings.js";
import { Store } from "./store.js";
import { say, speak } from "./words.js";

const start = JSON.parse(byId("start").textContent);
speak(start.catalogue);

const store = new Store(start);
const drafts = new Drafts(start.project.name);
const flags = new Flags(store);
const live = new Live(store);
let coverage = null; // {bead, source, target} while words without counterpart are shown
let isCovering = false;
const looks = new WeakMap(); // what each row was painted from

// The list

function lookOf(id, row) {
  const bead = store.bead(id);
  const isCurrent = id === store.current.bead;
  return {
    bead, row, isCurrent,
    before: row > 0 ? store.bead(store.shown[row - 1]) : null,
    number: store.number(id),
    flag: isCurrent ? store.current.flag : null,
    coverage: isCurrent && coverage?.bead === id ? coverage : null,
    forms: Object.fromEntries(SIDES.map((side) => [side, editor.form(id, side)])),
    hasDraft: editor.hasDraft(id),
    languages: languages(),
  };
}

function paintRow(row, id, at) {
  const look = lookOf(id, at);
  const before = looks.get(row);
  const isSame = before && Object.keys(look).every((key) => (key === "forms" ? SIDES.every((side) => before.forms[side] === look.forms[side]) : key === "languages" || before[key] === look[key]));
  if (isSame) return;
  looks.set(row, look);
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && focused !== row ? whereIs(focused) : null;
  fillRow(row, look, { run: (name) => actions.run(name), look: (bead, flag) => goTo(bead, flag) });
  if (focused && focused !== row) (focused.isConnected ? focused : (again && row.querySelector(again)) ?? row).focus({ preventScroll: true });
}

/** How to find a control again after its row was painted anew. */
function whereIs(control) {
  const flag = control.closest("[data-flag]")?.dataset.flag;
  return flag && control.classList.contains("flag-head") ? `[data-flag="${flag}"] .flag-head` : null;
}

const list = new VirtualList(
  { scroller: byId("scroller"), head: document.querySelector(".columns"), rows: byId("rows"), window: byId("window") },
  {
    order: () => store.shown,
    place: (id) => store.place(id),
    current: () => store.current.bead,
    make: (id, row) => {
      const made = element("div", { role: "row", dataset: { id } });
      made.addEventListener("click", () => store.current.bead !== id && !String(getSelection()) && goTo(id));
      made.addEventListener("dblclick", (event) => {
        const side = event.target.closest(".side");
        if (side && !event.target.closest(".editor")) actions.edit(side.classList.contains("source") ? "source" : "target");
      });
      paintRow(made, id, row);
      return made;
    },
    refresh: paintRow,
    want: (ids) => wanted(ids),
  },
);

let wishes = null;

/** Loads what is in view, when the view has stood still for a moment. */
function wanted(ids) {
  if (ids.every((id) => store.bead(id))) return;
  clearTimeout(wishes);
  wishes = setTimeout(() => store.load(ids).catch(failed), 20);
}

function failed(error) {
  if (error instanceof Lost) live.lost();
  else if (error instanceof Refused) toast(error.message, "problem");
  else throw error;
}

function repaint() {
  list.paint();
}

// Where the reader is

/** Looks at a segment, and at one of its flags, and brings it into view. */
function goTo(bead, flag = null) {
  const isTyping = document.activeElement?.closest?.(".editor");
  store.look(bead, flag);
  const place = store.place(bead);
  if (place < 0) return;
  list.reveal(place);
  if (!isTyping) focusRow();
  if (!store.bead(bead)) store.load([bead]).then(() => list.reveal(store.place(bead))).catch(failed);
}

/** Gives the focus to the segment that is looked at. */
function focusRow() {
  (list.row(store.current.bead) ?? byId("beads")).focus({ preventScroll: true });
}

function languages() {
  const pair = store.pairView;
  return { source: pair?.source_language ?? null, target: pair?.target_language ?? null };
}

function remember() {
  const hash = new URLSearchParams({ pair: store.pair ?? "", bead: store.current.bead ?? "" });
  for (const [name, value] of Object.entries(store.filter)) hash.set(name, Array.isArray(value) ? value.join(",") : value);
  history.replaceState(null, "", `#${hash}`);
}

function remembered() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const filter = {};
  for (const name of ["text", "status", "decided"]) if (hash.get(name)) filter[name] = hash.get(name);
  for (const name of ["pattern", "flagged"]) if (hash.get(name)) filter[name] = true;
  for (const name of ["code", "severity"]) if (hash.get(name)) filter[name] = hash.get(name).split(",");
  const pair = Number(hash.get("pair"));
  return { pair: store.project.pairs.some((one) => one.id === pair) ? pair : store.pair, bead: Number(hash.get("bead")) || null, filter };
}

// Words without counterpart

async function toggleCoverage() {
  isCovering = !isCovering;
  tell(isCovering ? say("Words without counterpart are shown.") : say("Words without counterpart are not shown."));
  await showCoverage();
  paintActions();
}

async function showCoverage() {
  const { bead } = store.current;
  coverage = null;
  if (isCovering && bead !== null) {
    const answer = await get("/api/coverage", { bead });
    if (bead !== store.current.bead) return;
    coverage = { bead, ...answer };
    if (answer.known === false) toast(say("The model of this project has no vectors of words."));
  }
  repaint();
}

// Around the list

const desk = {
  store, flags, list, drafts, repaint, goTo, focusRow, languages, toggleCoverage,
  lost: () => live.lost(),
  shownKey: shown,
  openPair: async (pair) => {
    await store.open(pair, store.filter).catch(failed);
    list.toTop();
    goTo(store.shown[0] ?? null);
  },
  showBead: async (bead) => {
    if (store.place(bead) < 0) await desk.filters.clear(bead).catch(failed);
    goTo(bead);
  },
  undo: async (event) => {
    try {
      store.took(await post("/api/changes", { kind: "undo", event, seen: {} }));
      toast(say("Undone."));
      await store.refresh();
    } catch (error) {
      if (error instanceof Lost) live.lost();
      else toast(error.message, "problem");
    }
  },
};
const editor = new Editor(drafts, {
  save: (bead, side) => actions.save(bead, side),
  left: () => {
    repaint();
    focusRow();
  },
  languages,
});
desk.editor = editor;
const actions = new Actions(desk);
desk.filters = new Filters(desk);
desk.panels = new Panels(desk);
store.keep = (id) => SIDES.some((side) => editor.form(id, side));

const BAR = ["previousFlag", "nextFlag", "|", "fix", "accept", "reject", "everywhere", "|", "editTarget", "comment", "coverage", "|", "merge", "split", "unlink", "moveBack", "moveOn", "|", "done"];
const SHORT = { previousFlag: "‹", nextFlag: "›", moveBack: "↑", moveOn: "↓" };
const TOOLS = ["undo", "redo", "history", "export", "keys"];

function commandButton(name, isTool = false) {
  const { label, short, keys } = actions.commands.get(name);
  const words = SHORT[name] ?? short ?? label;
  return keyButton(words, isTool ? "" : shown(keys[0]), () => void actions.run(name), {
    title: `${label} (${keys.map(shown).join(", ")})`, "aria-label": label, "aria-keyshortcuts": keys.map((key) => key.replace("Ctrl", "Control")).join(" "), dataset: { command: name },
    class: isTool ? "quiet" : name === "done" ? "primary" : null,
  });
}

function makeBars() {
  byId("actions").replaceChildren(...BAR.map((name) => (name === "|" ? element("span", { class: "gap", role: "presentation" }) : commandButton(name))));
  const themes = { auto: say("Theme: system"), light: say("Theme: light"), dark: say("Theme: dark") };
  const look = element("button", { type: "button", class: "quiet", id: "theme" }, themes[theme()]);
  look.addEventListener("click", () => (look.textContent = themes[nextTheme()]));
  const other = document.documentElement.lang === "es" ? ["en", "English"] : ["es", "Español"];
  const language = element("button", { type: "button", class: "quiet", id: "language", lang: other[0] }, other[1]);
  language.addEventListener("click", () => location.assign(`/?lang=${other[0]}${location.hash}`));
  const author = element("button", { type: "button", class: "quiet", id: "author", title: say("Your name"), on: { click: () => void actions.rename().catch(failed) } });
  byId("tools").replaceChildren(...TOOLS.map((name) => commandButton(name, true)), look, language, author);
  byId("documents-button").addEventListener("click", () => void actions.run("documents"));
}

function paintActions() {
  for (const button of byId("actions").querySelectorAll("button")) {
    const isOff = !actions.can(button.dataset.command);
    if (button.getAttribute("aria-disabled") !== String(isOff)) button.setAttribute("aria-disabled", String(isOff));
    if (button.dataset.command === "coverage") button.setAttribute("aria-pressed", String(isCovering));
    if (button.dataset.command === "done") button.setAttribute("aria-pressed", String(store.bead(store.current.bead)?.status === "done"));
  }
}

/** The name of a pair without its folders. */
function shortName(name) {
  return name.split(" + ").map((path) => path.split(/[/\\]/).at(-1)).join(" + ");
}

function paintProject() {
  const pair = store.pairView;
  byId("document-name").textContent = pair ? shortName(pair.name) : say("No documents");
  byId("documents-button").title = pair?.name ?? say("Documents");
  byId("progress").replaceChildren(...(pair ? progressParts(pair) : []));
  byId("author").textContent = store.project.author;
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
  const name = (code) => (code ? names.of(code) : "");
  byId("source-head").textContent = pair ? name(pair.source_language) : "";
  byId("target-head").textContent = pair ? name(pair.target_language) : "";
  byId("beads").setAttribute("aria-rowcount", String(store.shown.length + 1));
}

store.addEventListener("order", () => {
  list.reorder();
  paintProject();
});
store.addEventListener("beads", ({ detail }) => {
  repaint();
  if (detail.ids.includes(store.current.bead)) {
    paintActions();
    if (isCovering) void showCoverage().catch(failed);
  }
});
store.addEventListener("current", () => {
  repaint();
  paintActions();
  clearTimeout(remember.timer);
  remember.timer = setTimeout(remember, 200);
  if (isCovering && coverage?.bead !== store.current.bead) void showCoverage().catch(failed);
});
store.addEventListener("project", paintProject);
store.addEventListener("theirs", ({ detail }) => {
  const authors = [...new Set(detail.events.map((event) => event.author))].filter((one) => one !== store.project.author);
  if (authors.length) tell(say("{authors} changed something.", { authors: authors.join(", ") }));
});

live.addEventListener("lost", () => {
  const place = byId("connection");
  place.textContent = say("No connection; trying again. What you type is kept.");
  place.hidden = false;
  tell(place.textContent);
});
live.addEventListener("found", () => {
  byId("connection").hidden = true;
  tell(say("Connected again."));
  list.paint();
});
live.addEventListener("over", () => {
  const place = byId("connection");
  place.textContent = say("The session is over. Open the page again from where aligner was started.");
  place.hidden = false;
  tell(place.textContent);
});

// Begin

makeBars();
listen(new Map([...actions.commands.values()].flatMap(({ name, keys }) => keys.map((key) => [key, name]))), (name) => void actions.run(name), () => actions.areLetters);
paintProject();
list.reorder();
paintActions();
document.documentElement.dataset.painted = String(Math.round(performance.now()));
addEventListener("beforeunload", (event) => {
  clearTimeout(remember.timer);
  remember();
  if (live.isLost && editor.isOpen) event.preventDefault();
});

async function begin() {
  const { pair, bead, filter } = remembered();
  if (pair === null) return;
  desk.filters.show(filter);
  await store.open(pair, filter, bead ?? store.current.bead);
  goTo(store.current.bead, store.current.flag);
  for (const one of drafts.beads()) if (store.place(one) >= 0) await store.load([one]);
  repaint();
  document.documentElement.dataset.ready = "yes";
  await flags.ready();
}

begin().catch(failed).finally(() => live.run());
