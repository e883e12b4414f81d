// From flag to flag, through the whole pair, whatever is loaded.

import { get } from "./api.js";

const AHEAD = 30; // segments that are loaded at a time while looking for a flag

export class Flags {
  #store;
  #lists = new Map(); // by question: ids of segments with such a flag, or the promise of them
  #timer = null;

  constructor(store) {
    this.#store = store;
    store.addEventListener("project", () => this.#forget());
    store.addEventListener("order", () => this.#forget());
  }

  /** Asks for the lists again soon; until then the old ones serve, for every flag is looked at before it is told. */
  #forget() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const key of [...this.#lists.keys()]) this.#lists.set(key, this.#ask(JSON.parse(key), this.#lists.get(key)));
    }, 300);
  }

  async #ask({ pair, query }, otherwise) {
    try {
      return (await get(`/api/pairs/${pair}/ids`, query)).ids;
    } catch (error) {
      if (otherwise === undefined) throw error;
      return otherwise;
    }
  }

  #question(any) {
    const { filter, pair } = this.#store;
    const query = { ...filter, flagged: true };
    if (!any && query.decided === undefined) query.decided = "0";
    return JSON.stringify({ pair, query });
  }

  /** Asks for the list now, so that it is there when it is needed. */
  async ready(any = false) {
    const key = this.#question(any);
    if (!this.#lists.has(key)) {
      if (this.#lists.size > 4) this.#lists.clear();
      this.#lists.set(key, this.#ask(JSON.parse(key)));
    }
    try {
      return await this.#lists.get(key);
    } catch (error) {
      this.#lists.delete(key);
      throw error;
    }
  }

  /** Whether a flag is one to stop at: it begins here, is not decided (unless `any`), and the filter asks for it. */
  #counts(flag, any) {
    const { code = [], severity = [], decided } = this.#store.filter;
    if (!flag.head) return false;
    if (decided === undefined ? !any && flag.decision : (decided === "1") !== Boolean(flag.decision)) return false;
    if (code.length && !code.some((one) => flag.code.startsWith(one))) return false;
    return !severity.length || severity.includes(flag.severity);
  }

  /** The flags of a segment that one stops at. */
  of(bead, any = false) {
    return (bead?.findings ?? []).filter((flag) => this.#counts(flag, any));
  }

  /** The flag before or after the one that is looked at: `{bead, flag}`, null where there is none. */
  async beside(step, any = false) {
    const store = this.#store;
    const { bead: here, flag } = store.current;
    const all = store.bead(here)?.findings ?? [];
    const at = all.findIndex((one) => one.id === flag);
    const rest = at < 0 ? (step > 0 ? all : []) : step > 0 ? all.slice(at + 1) : all.slice(0, at).reverse();
    const found = rest.find((one) => this.#counts(one, any));
    if (found) return { bead: here, flag: found.id };
    const ids = await this.ready(any);
    const number = store.number(here);
    const ahead = ids.filter((id) => (store.number(id) - number) * step > 0);
    if (step < 0) ahead.reverse();
    for (let first = 0; first < ahead.length; first += AHEAD) {
      const some = ahead.slice(first, first + AHEAD);
      await store.load(some.slice(0, 1).some((id) => !store.bead(id)) || first ? some : some.slice(0, 1));
      for (const id of some) {
        if (!store.bead(id)) await store.load([id]);
        const flags = this.of(store.bead(id), any);
        if (flags.length) return { bead: id, flag: flags.at(step > 0 ? 0 : -1).id };
      }
    }
    return null;
  }
}
