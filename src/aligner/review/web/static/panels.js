// Beside the segments: the documents of the project with how far each is, and what people did. And the way out.

import { Lost, get } from "./api.js";
import { verdictName } from "./bead.js";
import { ask, field } from "./dialogs.js";
import { byId, element, toast } from "./dom.js";
import { number, say, when } from "./words.js";

const PAGE = 50; // lines of the history at a time
const MOST_DOCUMENTS = 500; // lines of the list of documents; the search finds the others

export class Panels {
  #desk; // {store, goTo(bead), undo(event), openPair(pair), lost()}
  #open = null;
  #back = null;
  #lines = [];
  #wanted = "";

  constructor(desk) {
    this.#desk = desk;
    desk.store.addEventListener("project", () => this.#refresh());
    byId("drawer").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** Opens or closes `documents` or `history`. */
  toggle(name) {
    if (this.#open === name) return this.close();
    if (!this.#open) this.#back = document.activeElement;
    this.#open = name;
    const titles = { documents: say("Documents"), history: say("History") };
    const close = element("button", { type: "button", class: "quiet close", on: { click: () => this.close() } }, say("Close"));
    const drawer = byId("drawer");
    drawer.setAttribute("aria-label", titles[name]);
    drawer.replaceChildren(element("header", {}, element("h2", {}, titles[name]), close), element("div", { class: "drawer-body" }));
    drawer.hidden = false;
    this.#wanted = "";
    void this.#fill().then(() => (drawer.querySelector("[data-first]") ?? close).focus());
    return undefined;
  }

  close() {
    byId("drawer").hidden = true;
    this.#open = null;
    if (this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    else this.#desk.focusRow();
  }

  #refresh() {
    if (this.#open) void this.#fill();
  }

  get #body() {
    return byId("drawer").querySelector(".drawer-body");
  }

  async #fill() {
    if (this.#open === "documents") this.#fillDocuments();
    else await this.#fillHistory();
  }

  #fillDocuments() {
    const { pairs } = this.#desk.store.project;
    const wanted = this.#wanted.toLowerCase();
    const chosen = pairs.filter((pair) => pair.name.toLowerCase().includes(wanted)).slice(0, MOST_DOCUMENTS);
    const list = element("ul", { class: "documents" }, chosen.map((pair) => this.#documentItem(pair)));
    const there = this.#body.querySelector(".documents");
    if (there) {
      const focused = there.contains(document.activeElement) ? document.activeElement.dataset.pair : null;
      there.replaceWith(list);
      if (focused) list.querySelector(`[data-pair="${focused}"]`)?.focus();
      return;
    }
    const search = element("input", { type: "search", "aria-label": say("Search documents"), placeholder: say("Search documents"), dataset: { first: "" } });
    search.addEventListener("input", () => {
      this.#wanted = search.value;
      this.#fillDocuments();
    });
    this.#body.replaceChildren(...(pairs.length > 8 ? [search] : []), list);
  }

  #documentItem(pair) {
    const isOpen = pair.id === this.#desk.store.pair;
    const attributes = { type: "button", class: "document-item", "aria-current": isOpen ? "true" : null, dataset: isOpen ? { pair: pair.id, first: "" } : { pair: pair.id } };
    const button = element("button", { ...attributes, on: { click: () => void this.#desk.openPair(pair.id) } }, element("span", { class: "name" }, pair.name), ...progressParts(pair));
    return element("li", {}, button);
  }

  async #fillHistory(before = null) {
    let answer;
    try {
      answer = await get("/api/history", { before, count: PAGE });
    } catch (error) {
      if (error instanceof Lost) this.#desk.lost();
      else toast(error.message, "problem");
      return;
    }
    if (this.#open !== "history") return;
    this.#lines = before === null ? answer.events : [...this.#lines, ...answer.events];
    const hadFocus = this.#body.contains(document.activeElement);
    const more = element("button", { type: "button", class: "quiet", on: { click: () => void this.#fillHistory(this.#lines.at(-1).id) } }, say("Earlier"));
    const list = element("ol", { class: "history" }, this.#lines.map((line) => this.#line(line)));
    this.#body.replaceChildren(list, ...(answer.events.length === PAGE ? [more] : []));
    if (hadFocus) (this.#body.querySelector("button") ?? byId("drawer").querySelector(".close")).focus();
  }

  #line({ id, author, at, text, detail, bead, undone, undoable }) {
    const parts = [element("span", { class: "what" }, say(text)), detail ? element("span", { class: "detail" }, detailWords(detail)) : null, element("span", { class: "by" }, say("{author}, {time}", { author, time: when(at) }))];
    const buttons = [];
    if (bead && this.#desk.store.number(bead) >= 0) {
      const place = number(this.#desk.store.number(bead) + 1);
      buttons.push(element("button", { type: "button", class: "quiet", on: { click: () => void this.#desk.showBead(bead) } }, say("Segment {number}", { number: place })));
    }
    if (undoable) buttons.push(element("button", { type: "button", class: "quiet", on: { click: () => void this.#desk.undo(id) } }, say("Undo")));
    return element("li", { class: undone ? "undone" : "" }, parts, undone ? element("span", { class: "by" }, say("undone")) : null, element("div", { class: "line-buttons" }, buttons));
  }

  /** Asks what to export, and has the browser save it. */
  async askExport() {
    const { store } = this.#desk;
    const option = ([value, label]) => element("option", { value }, label);
    const format = element("select", { name: "format" }, store.project.formats.map((name) => option([name, name.toUpperCase()])));
    if (store.project.formats.includes("tmx")) format.value = "tmx";
    const pairs = [[String(store.pair), say("This document")]];
    if (store.project.pairs.length > 1) pairs.push(["all", say("All documents")]);
    const pair = element("select", { name: "pair" }, pairs.map(option));
    const said = await ask({
      title: say("Export"),
      body: [field(say("Segments as they read now, as"), format), field(say("Of"), pair), element("p", { class: "hint" }, say("The report says who decided what, and why."))],
      buttons: [["export", say("Export"), "primary"], ["html", say("Report (HTML)")], ["csv", say("Report (CSV)")]],
      read: (value, form) => ({ value, format: form.elements.format.value, pair: form.elements.pair.value }),
    });
    if (!said) return;
    const address = said.value === "export" ? `/api/export?${new URLSearchParams({ pair: said.pair, format: said.format })}` : `/api/report?format=${said.value}`;
    const link = element("a", { href: address, download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  }
}

/** What a line of the history tells beside its kind: words of ours in the language of the page, those of people as they are. */
function detailWords(detail) {
  const states = { done: say("Done"), open: say("Not done") };
  return Object.hasOwn(states, detail) ? states[detail] : verdictName(detail);
}

/** How far a document is, as a bar and in numbers. */
export function progressParts(pair) {
  const share = pair.beads ? pair.done / pair.beads : 0;
  const open = pair.findings - pair.decided;
  const words = say("{done} of {beads} done · {open} of {findings} flags open", { done: number(pair.done), beads: number(pair.beads), open: number(open), findings: number(pair.findings) });
  const bar = element("progress", { max: String(Math.max(1, pair.beads)), value: String(pair.done), "aria-label": say("Segments done") }, `${Math.round(share * 100)} %`);
  return [bar, element("span", { class: "progress-words" }, words)];
}
