// What the page knows of the project: the order of segments, those that were loaded, and which one is looked at.

import { get, post } from "./api.js";

const MOST_AT_ONCE = 100; // segments of one request
const MOST_KEPT = 4000; // segments in memory
// Changes of others that leave every segment in its place.
const IN_PLACE = new Set(["edit", "write", "mark", "comment", "decide", "withdraw", "accept", "fix", "judge"]);

/**
 * Events: `order` (other segments, or in another order), `beads` (`detail.ids` look different now), `current`,
 * `project`, `theirs` (`detail.events` of other people).
 */
export class Store extends EventTarget {
  project;
  pair = null;
  filter = {};
  all = []; // ids of the pair; holes until they are known
  shown = []; // those that the filter lets through; the same list where there is no filter
  beads = new Map();
  event = 0;
  current = { bead: null, flag: null };
  keep = () => false; // whether a segment must stay in memory
  #own = new Set(); // events of this page that the log has not told of yet
  #sent = new Set(); // changes that are under way
  #places = { list: null, map: new Map() };
  #numbers = { list: null, map: new Map() };
  #loading = new Map();
  #turn = 0; // of the list: an answer to an older question is thrown away

  constructor(start) {
    super();
    this.project = start.project;
    this.event = start.project.event;
    const first = start.first;
    if (first) {
      this.pair = start.project.pairs[0]?.id ?? null;
      this.all = this.shown = Array.from({ length: first.total });
      for (const [at, bead] of first.beads.entries()) {
        this.all[first.first + at] = bead.id;
        this.beads.set(bead.id, bead);
      }
      this.current = { bead: first.beads[0]?.id ?? null, flag: null };
    }
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // Where things are

  /** The pair that is open. */
  get pairView() {
    return this.project.pairs.find((pair) => pair.id === this.pair) ?? null;
  }

  get isFiltered() {
    return this.shown !== this.all;
  }

  /** The place of a segment in the list that is shown, -1 where it is not in it. */
  place(id) {
    return index(this.#places, this.shown).get(id) ?? -1;
  }

  /** The number of a segment in its pair, from 0. */
  number(id) {
    return index(this.#numbers, this.all).get(id) ?? this.beads.get(id)?.number ?? -1;
  }

  /** The segment beside another in the pair, whatever the filter; null at the ends. */
  beside(id, step) {
    const number = this.number(id);
    return number < 0 ? null : (this.all[number + step] ?? null);
  }

  bead(id) {
    return this.beads.get(id) ?? null;
  }

  // Which list

  /** Opens a pair with a filter; stays at `keep` where that is in the list. */
  async open(pair, filter = {}, keep = null) {
    const turn = (this.#turn += 1);
    const isOther = pair !== this.pair || this.all.includes(undefined);
    const isFiltered = Object.keys(filter).length > 0;
    const [all, chosen] = await Promise.all([
      isOther ? get(`/api/pairs/${pair}/ids`) : null,
      isFiltered ? get(`/api/pairs/${pair}/ids`, filter) : null,
    ]);
    if (turn !== this.#turn) return;
    if (pair !== this.pair) this.beads.clear();
    this.pair = pair;
    this.filter = filter;
    if (all) this.all = all.ids;
    this.shown = chosen ? chosen.ids : this.all;
    this.#touched();
    const wanted = keep ?? this.current.bead;
    const bead = this.place(wanted) >= 0 ? wanted : this.#nearest(wanted);
    if (bead !== null) await this.load([bead]);
    if (turn !== this.#turn) return;
    this.#emit("order");
    this.look(bead, bead === this.current.bead ? this.current.flag : null);
  }

  /** The first segment of the list at or behind another, or the last one. */
  #nearest(id) {
    const from = this.number(id);
    return this.shown.find((one) => this.number(one) >= from) ?? this.shown.at(-1) ?? null;
  }

  /** Learns all ids of the pair, after the first screen is there. */
  async complete() {
    await this.open(this.pair, this.filter, this.current.bead);
  }

  /** Looks at a segment, and at one of its flags. */
  look(bead, flag = null) {
    const before = this.current;
    this.current = { bead, flag };
    if (before.bead === bead && before.flag === flag) return;
    this.#emit("current", { before });
  }

  // Loading

  /** Loads segments that are not there yet. */
  async load(ids) {
    const missing = ids.filter((id) => id !== undefined && !this.beads.has(id));
    const asked = missing.filter((id) => !this.#loading.has(id));
    for (let at = 0; at < asked.length; at += MOST_AT_ONCE) {
      const some = asked.slice(at, at + MOST_AT_ONCE);
      const answer = this.#fetch(some).finally(() => some.forEach((id) => this.#loading.delete(id)));
      some.forEach((id) => this.#loading.set(id, answer));
    }
    await Promise.all(new Set(missing.map((id) => this.#loading.get(id))));
  }

  async #fetch(ids) {
    const pair = this.pair;
    const answer = await get("/api/beads", { ids });
    if (pair !== this.pair) return;
    this.#keep(answer.beads);
    this.#thin();
    this.#emit("beads", { ids: answer.beads.map((bead) => bead.id) });
  }

  /** Keeps segments; an answer that was under way while a newer one came is thrown away. */
  #keep(beads) {
    for (const bead of beads) {
      const known = this.beads.get(bead.id);
      if (bead.pair === this.pair && !(known && known.version > bead.version)) this.beads.set(bead.id, bead);
    }
    this.#echo(beads);
  }

  /** A flag that begins in one segment is told in others too: there it has to have the same decision. */
  #echo(beads) {
    const homes = new Map(beads.map((bead) => [bead.id, bead]));
    for (const [id, bead] of this.beads) {
      const isElsewhere = (flag) => flag.home && flag.home.bead !== id && homes.has(flag.home.bead);
      if (!bead.findings.some(isElsewhere)) continue;
      const findings = bead.findings.map((flag) => (isElsewhere(flag) ? echoed(flag, homes.get(flag.home.bead)) : flag));
      this.beads.set(id, { ...bead, findings });
    }
  }

  /** Forgets segments far from the one that is looked at, where there are too many. */
  #thin() {
    if (this.beads.size <= MOST_KEPT) return;
    const here = this.number(this.current.bead);
    const far = [...this.beads.keys()].sort((one, other) => this.#distance(other, here) - this.#distance(one, here));
    for (const id of far.slice(0, this.beads.size - MOST_KEPT / 2)) if (!this.keep(id)) this.beads.delete(id);
  }

  #distance(id, here) {
    return Math.abs(this.number(id) - here);
  }

  // Changes

  /** Sends a change and shows what came of it. Raises what `post` raises. */
  async change(kind, asked, beads) {
    const seen = {};
    for (const bead of beads) if (bead) seen[bead.id] = bead.version;
    const sent = post("/api/changes", { kind, ...asked, seen });
    this.#sent.add(sent);
    try {
      const answer = await sent;
      if (!answer.nothing) this.#own.add(answer.event);
      this.took(answer);
      return answer;
    } finally {
      this.#sent.delete(sent);
    }
  }

  /** Shows what a change of this page did. */
  took(answer) {
    const changed = answer.changed ?? [];
    const removed = (answer.removed ?? []).filter((id) => this.number(id) >= 0 || this.beads.has(id));
    this.#keep(changed);
    const mine = new Set(changed.filter((bead) => bead.pair === this.pair).map((bead) => bead.id));
    const placed = (answer.placed ?? []).filter((one) => mine.has(one.id) && index(this.#numbers, this.all).get(one.id) === undefined);
    if (removed.length || placed.length) this.#reorder(removed, placed);
    for (const [pair, progress] of Object.entries(answer.progress ?? {})) this.#progress(Number(pair), progress);
    this.#emit("beads", { ids: [...mine] });
    if (answer.truncated) void this.#again([...this.beads.keys()]).catch(() => this.#emit("lost"));
  }

  #reorder(removed, placed) {
    const isFiltered = this.isFiltered;
    const follows = this.beside(this.current.bead, 1);
    const precedes = this.beside(this.current.bead, -1);
    const gone = new Set(removed);
    gone.forEach((id) => this.beads.delete(id));
    const all = this.all.filter((id) => id === undefined || !gone.has(id));
    const shown = isFiltered ? this.shown.filter((id) => !gone.has(id)) : all;
    for (const { id, after } of placed) {
      insert(all, id, after);
      if (isFiltered) insert(shown, id, lastShown(all, shown, id));
    }
    this.all = all;
    this.shown = shown;
    this.#touched();
    this.#emit("order");
    if (gone.has(this.current.bead)) this.look(gone.has(precedes) ? follows : (precedes ?? follows));
  }

  #touched() {
    this.#places.list = this.#numbers.list = null;
  }

  #progress(pair, progress) {
    const view = this.project.pairs.find((one) => one.id === pair);
    if (view) Object.assign(view, progress);
    this.#emit("project");
  }

  /** Takes what others did: `events` of the log, in order. */
  async follow(events, last) {
    await Promise.allSettled([...this.#sent]); // or a change of this page would be taken for somebody else's
    this.event = Math.max(this.event, last);
    const theirs = events.filter((event) => !this.#own.delete(event.id));
    if (!theirs.length) return;
    const here = theirs.filter((event) => event.pair === null || event.pair === this.pair);
    const touched = [...new Set(here.flatMap((event) => event.beads))];
    await this.#again(touched);
    if (here.some((event) => !IN_PLACE.has(event.kind))) await this.#reordered();
    await this.refresh();
    this.#emit("theirs", { events: theirs.filter((event) => event.kind !== "judge") });
  }

  /** Loads segments again: those in memory now, as far as they go into one request, the others when they are seen. */
  async #again(ids) {
    const known = ids.filter((id) => this.beads.has(id));
    const here = this.number(this.current.bead);
    known.sort((one, other) => this.#distance(one, here) - this.#distance(other, here));
    const now = known.slice(0, MOST_AT_ONCE);
    for (const id of known.slice(MOST_AT_ONCE)) this.beads.delete(id);
    if (!now.length) return;
    const answer = await get("/api/beads", { ids: now });
    this.#keep(answer.beads);
    this.#emit("beads", { ids: now });
  }

  /** Learns the order anew, and leaves the reader where they are. */
  async #reordered() {
    const answer = await get(`/api/pairs/${this.pair}/ids`);
    const there = new Set(answer.ids);
    const isFiltered = this.isFiltered;
    const near = [this.beside(this.current.bead, -1), this.beside(this.current.bead, 1)];
    this.all = answer.ids;
    this.shown = isFiltered ? this.shown.filter((id) => there.has(id)) : this.all;
    for (const id of [...this.beads.keys()]) if (!there.has(id)) this.beads.delete(id);
    this.#touched();
    this.#emit("order");
    if (this.current.bead !== null && !there.has(this.current.bead)) this.look(near.find((id) => there.has(id)) ?? this.shown[0] ?? null);
  }

  /** Asks how far the project is. */
  async refresh() {
    this.project = await get("/api/project");
    this.#emit("project");
  }
}

/** A flag as the segment has it where it begins. */
function echoed(flag, home) {
  const there = home.findings.find((one) => one.id === flag.id);
  const decision = there ? there.decision : flag.decision;
  return { ...flag, decision, home: { bead: home.id, version: Math.max(home.version, flag.home.version) } };
}

function index(cache, list) {
  if (cache.list !== list) {
    cache.list = list;
    cache.map = new Map();
    list.forEach((id, at) => id !== undefined && cache.map.set(id, at));
  }
  return cache.map;
}

function insert(list, id, after) {
  const at = after === null ? -1 : list.lastIndexOf(after);
  if (at >= 0 || after === null) list.splice(at + 1, 0, id);
}

/** The last segment before another that is in the list shown, null where there is none. */
function lastShown(all, shown, id) {
  const there = new Set(shown);
  for (let at = all.indexOf(id) - 1; at >= 0; at -= 1) if (there.has(all[at])) return all[at];
  return null;
}
