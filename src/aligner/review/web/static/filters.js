// Which segments are shown.

import { Lost, Refused } from "./api.js";
import { severityName } from "./bead.js";
import { byId, element } from "./dom.js";
import { number, say, sayMany } from "./words.js";

const WAIT_MS = 250; // after the last letter of a search

export class Filters {
  #desk; // {store, actions(), lost()}
  #controls = {};
  #timer = null;

  constructor(desk) {
    this.#desk = desk;
    this.#make();
    desk.store.addEventListener("project", () => this.#showCodes());
    desk.store.addEventListener("order", () => this.#showCount());
  }

  #make() {
    const { filter } = this.#desk.store;
    const changed = () => this.#apply();
    const search = element("input", { type: "search", id: "search", placeholder: say("Search both sides"), "aria-label": say("Search both sides"), autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/", "aria-describedby": "search-problem" });
    search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(changed, WAIT_MS);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key === "Escape") search.value = "";
      clearTimeout(this.#timer);
      void this.#apply().then(() => this.#desk.focusRow());
    });
    const pattern = toggle(say("Regular expression"), ".*", changed);
    const flagged = toggle(say("Only flagged"), say("Only flagged"), changed);
    const severities = Object.fromEntries(["error", "warning", "info"].map((one) => [one, toggle(severityName(one), severityName(one), changed, one)]));
    const status = choice(say("State"), [["", say("Any state")], ["open", say("Not done")], ["done", say("Done")]], changed);
    const decided = choice(say("Decisions"), [["", say("Any decision")], ["0", say("Undecided")], ["1", say("Decided")]], changed);
    const codes = element("div", { class: "menu-list", role: "group", "aria-label": say("Rules") });
    const codesName = element("summary", {}, say("All rules"));
    const menu = element("details", { class: "menu" }, codesName, codes);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      codesName.focus();
    });
    document.addEventListener("click", (event) => !menu.contains(event.target) && (menu.open = false));
    const clear = element("button", { type: "button", class: "quiet", hidden: true, on: { click: () => void this.clear() } }, say("Show all"));
    const count = element("span", { class: "count", role: "status" });
    const problem = element("span", { id: "search-problem", class: "problem", role: "alert" });
    this.#controls = { search, pattern, flagged, severities, status, decided, codes, codesName, clear, count, problem };
    const more = element("div", { class: "filter-more" }, flagged.element, element("div", { class: "chips", role: "group", "aria-label": say("Severity") }, Object.values(severities).map((one) => one.element)), menu, status, decided);
    const unfold = element("button", { type: "button", class: "unfold", "aria-expanded": "false" }, say("Filters"));
    unfold.addEventListener("click", () => unfold.setAttribute("aria-expanded", String(byId("filters").classList.toggle("open"))));
    byId("filters").replaceChildren(element("div", { class: "search" }, search, pattern.element), unfold, more, clear, count, problem);
    this.show(filter);
  }

  /** Shows a filter in the controls. */
  show(filter) {
    const { search, pattern, flagged, severities, status, decided } = this.#controls;
    search.value = filter.text ?? "";
    pattern.set(Boolean(filter.pattern));
    flagged.set(Boolean(filter.flagged));
    for (const [name, one] of Object.entries(severities)) one.set((filter.severity ?? []).includes(name));
    status.value = filter.status ?? "";
    decided.value = filter.decided ?? "";
    this.#chosenCodes = new Set(filter.code ?? []);
    this.#showCodes();
    this.#showCount();
  }

  #chosenCodes = new Set();

  #showCodes() {
    const { codes, codesName } = this.#controls;
    const focused = document.activeElement?.closest?.(".menu-list") ? document.activeElement.value : null;
    const known = this.#desk.store.project.codes;
    const rows = known.map(({ code, name, severity, open, count }) => {
      const box = element("input", { type: "checkbox", value: code });
      box.checked = this.#chosenCodes.has(code);
      box.addEventListener("change", () => {
        if (box.checked) this.#chosenCodes.add(code);
        else this.#chosenCodes.delete(code);
        void this.#apply();
      });
      const counts = element("span", { class: "counts", title: say("open, of all") }, `${number(open)} / ${number(count)}`);
      return element("label", { class: `choice ${severity}` }, box, element("span", { class: "code" }, code), element("span", {}, name), counts);
    });
    codes.replaceChildren(...(rows.length ? rows : [element("p", { class: "hint" }, say("Nothing was found."))]));
    if (focused) codes.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
    const count = this.#chosenCodes.size;
    codesName.textContent = count ? sayMany("{count} rule", "{count} rules", count) : say("All rules");
    codesName.classList.toggle("on", count > 0);
  }

  #showCount() {
    const { store } = this.#desk;
    const { count, clear } = this.#controls;
    clear.hidden = !store.isFiltered;
    count.textContent = store.isFiltered
      ? say("{shown} of {total} segments", { shown: number(store.shown.length), total: number(store.all.length) })
      : sayMany("{count} segment", "{count} segments", store.all.length);
    const empty = byId("empty");
    empty.hidden = store.shown.length > 0;
    empty.textContent = store.isFiltered ? say("No segment is like that.") : say("This document has no segments.");
  }

  #read() {
    const { search, pattern, flagged, severities, status, decided } = this.#controls;
    const filter = {};
    if (search.value) filter.text = search.value;
    if (search.value && pattern.isOn()) filter.pattern = true;
    if (flagged.isOn()) filter.flagged = true;
    const chosen = Object.keys(severities).filter((name) => severities[name].isOn());
    if (chosen.length) filter.severity = chosen;
    if (this.#chosenCodes.size) filter.code = [...this.#chosenCodes];
    if (status.value) filter.status = status.value;
    if (decided.value) filter.decided = decided.value;
    return filter;
  }

  async #apply() {
    const { store } = this.#desk;
    this.#controls.problem.textContent = "";
    this.#showCodes();
    try {
      await store.open(store.pair, this.#read(), store.current.bead);
    } catch (error) {
      if (error instanceof Lost) this.#desk.lost();
      else if (error instanceof Refused) this.#controls.problem.textContent = error.message;
      else throw error;
    }
  }

  /** Shows everything again; stays at a segment. */
  async clear(bead = this.#desk.store.current.bead) {
    const { store } = this.#desk;
    this.show({});
    await store.open(store.pair, {}, bead);
  }

  focusSearch() {
    this.#controls.search.focus();
    this.#controls.search.select();
  }
}

function toggle(name, label, changed, kind = "") {
  const made = element("button", { type: "button", class: `chip ${kind}`, "aria-pressed": "false", title: name, "aria-label": name }, label);
  const set = (isOn) => made.setAttribute("aria-pressed", String(isOn));
  const isOn = () => made.getAttribute("aria-pressed") === "true";
  made.addEventListener("click", () => {
    set(!isOn());
    void changed();
  });
  return { element: made, set, isOn };
}

function choice(name, options, changed) {
  const made = element("select", { "aria-label": name }, options.map(([value, label]) => element("option", { value }, label)));
  made.addEventListener("change", changed);
  return made;
}
