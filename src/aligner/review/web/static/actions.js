// What a person can do, in one table: its key, its words, when it can be done, and what it does.

import { Conflict, Lost, Refused, post } from "./api.js";
import { SIDES, summary } from "./bead.js";
import { askConflict, askEverywhere, askReason, askSplit, askText, showKeys } from "./dialogs.js";
import { tell, toast } from "./dom.js";
import { preference, prefer } from "./settings.js";
import { say, sayMany } from "./words.js";

const MOST_REASONS = 12;

export class Actions {
  #desk; // {store, flags, list, editor, drafts, panels, filters, repaint(), showRow(), languages()}
  #turn = Promise.resolve();
  #busy = 0;
  #judging = new Set();
  commands;

  constructor(desk) {
    this.#desk = desk;
    this.commands = new Map(this.#table().map((command) => [command.name, command]));
  }

  get areLetters() {
    return preference("letters", true);
  }

  /** Whether a command makes sense now. */
  can(name) {
    const { can } = this.commands.get(name);
    return can ? Boolean(can(this.#bead, this.#flag)) : true;
  }

  /** Does something, after all that was asked before it. */
  run(name) {
    const command = this.commands.get(name);
    if (!this.#busy && command.now) return Promise.resolve(command.now());
    this.#busy += 1;
    this.#turn = this.#turn
      .then(() => (command.now ?? command.run).call(this))
      .catch((error) => this.#failed(error))
      .finally(() => (this.#busy -= 1));
    return this.#turn;
  }

  #failed(error) {
    if (error instanceof Lost) {
      this.#desk.lost();
      toast(say("Not done: there is no connection to aligner. It is tried again; what you typed is kept."), "problem");
    } else if (error instanceof Refused && error.status === 403) {
      toast(say("Not done: the session is over. Open the page again from where aligner was started."), "problem");
    } else if (error instanceof Refused || error instanceof Conflict) toast(error.message, "problem");
    else {
      toast(say("Something went wrong in the page: {message}", { message: error.message }), "problem");
      throw error;
    }
  }

  // What is looked at

  get #bead() {
    return this.#desk.store.bead(this.#desk.store.current.bead);
  }

  get #flag() {
    const flags = this.#bead?.findings ?? [];
    return flags.find((flag) => flag.id === this.#desk.store.current.flag) ?? flags.find((flag) => !flag.decision) ?? flags[0] ?? null;
  }

  #table() {
    const open = (_bead, flag) => flag && !flag.decision;
    const isFree = (bead) => bead && !bead.locked;
    const group = (title, rows) => rows.map((row) => ({ group: title, ...row }));
    return [
      ...group(say("Go"), [
        { name: "next", keys: ["j", "ArrowDown"], label: say("Next segment"), now: () => this.#step(1) },
        { name: "previous", keys: ["k", "ArrowUp"], label: say("Previous segment"), now: () => this.#step(-1) },
        { name: "nextFlag", keys: ["n"], label: say("Next open flag"), run: () => this.#toFlag(1) },
        { name: "previousFlag", keys: ["p"], label: say("Previous open flag"), run: () => this.#toFlag(-1) },
        { name: "nextAny", keys: ["N"], label: say("Next flag, decided or not"), run: () => this.#toFlag(1, true) },
        { name: "previousAny", keys: ["P"], label: say("Previous flag, decided or not"), run: () => this.#toFlag(-1, true) },
        { name: "pageDown", keys: ["PageDown"], label: say("A page down"), now: () => this.#page(1) },
        { name: "pageUp", keys: ["PageUp"], label: say("A page up"), now: () => this.#page(-1) },
        { name: "first", keys: ["Home"], label: say("First segment"), now: () => this.#toPlace(0) },
        { name: "last", keys: ["End"], label: say("Last segment"), now: () => this.#toPlace(Infinity) },
        { name: "go", keys: ["g"], label: say("Go to a segment by its number"), run: () => this.#goTo() },
        { name: "search", keys: ["/"], label: say("Search"), now: () => this.#desk.filters.focusSearch() },
      ]),
      ...group(say("The flag"), [
        { name: "accept", keys: ["a"], label: say("It is a fault"), short: say("A fault"), can: open, run: () => this.#decide("accepted") },
        { name: "reject", keys: ["r"], label: say("It is no fault, with a reason"), short: say("No fault"), can: open, run: () => this.#reject() },
        { name: "everywhere", keys: ["A"], label: say("Right everywhere: a name, a word, a term"), short: say("Everywhere"), can: open, run: () => this.#everywhere() },
        { name: "fix", keys: ["f"], label: say("Write the suggestion into the text"), short: say("Apply"), can: (bead, flag) => open(bead, flag) && flag.fixable && isFree(bead), run: () => this.#fix() },
        { name: "withdraw", keys: ["Backspace"], label: say("Take the decision back"), can: (_bead, flag) => flag?.decision, run: () => this.#withdraw() },
      ]),
      ...group(say("The segment"), [
        { name: "done", keys: ["d"], label: say("Done, and on to the next; again: not done"), short: say("Done"), can: (bead) => bead, run: () => this.#done() },
        { name: "editTarget", keys: ["e", "Enter"], label: say("Edit the target"), short: say("Edit"), can: isFree, run: () => this.edit("target") },
        { name: "editSource", keys: ["E"], label: say("Edit the source"), can: isFree, run: () => this.edit("source") },
        { name: "comment", keys: ["c"], label: say("Comment"), short: say("Comment"), can: (bead) => bead, run: () => this.#comment() },
        { name: "lock", keys: ["l"], label: say("Lock or unlock"), can: (bead) => bead, run: () => this.#lock() },
        { name: "coverage", keys: ["w"], label: say("Show words without counterpart"), short: say("Words"), run: () => this.#desk.toggleCoverage() },
      ]),
      ...group(say("The alignment"), [
        { name: "merge", keys: ["m"], label: say("Put together with the next segment"), short: say("Merge"), can: isFree, run: () => this.#merge() },
        { name: "split", keys: ["s"], label: say("Divide"), short: say("Divide"), can: (bead) => isFree(bead) && bead.source.length + bead.target.length > 1, run: () => this.#split() },
        { name: "unlink", keys: ["u"], label: say("Take the two sides apart"), short: say("Unlink"), can: (bead) => isFree(bead) && bead.source.length && bead.target.length, run: () => this.#unlink() },
        { name: "moveBack", keys: ["[", "<"], label: say("First target sentence to the segment before"), can: (bead) => isFree(bead) && bead.target.length, run: () => this.#move("target", false) },
        { name: "moveOn", keys: ["]", ">"], label: say("Last target sentence to the next segment"), can: (bead) => isFree(bead) && bead.target.length, run: () => this.#move("target", true) },
        { name: "moveSourceBack", keys: ["{"], label: say("First source sentence to the segment before"), can: (bead) => isFree(bead) && bead.source.length, run: () => this.#move("source", false) },
        { name: "moveSourceOn", keys: ["}"], label: say("Last source sentence to the next segment"), can: (bead) => isFree(bead) && bead.source.length, run: () => this.#move("source", true) },
      ]),
      ...group(say("The project"), [
        { name: "undo", keys: ["z", "Ctrl+Z"], label: say("Undo"), run: () => this.#turnBack("undo") },
        { name: "redo", keys: ["y", "Ctrl+Shift+Z", "Ctrl+Y"], label: say("Redo"), run: () => this.#turnBack("redo") },
        { name: "documents", keys: ["o"], label: say("Documents"), now: () => this.#desk.panels.toggle("documents") },
        { name: "history", keys: ["h"], label: say("History"), now: () => this.#desk.panels.toggle("history") },
        { name: "export", keys: ["x"], label: say("Export"), run: () => this.#desk.panels.askExport() },
        { name: "keys", keys: ["?"], label: say("Keys"), run: () => this.#showKeys() },
      ]),
    ];
  }

  // Going

  #step(step) {
    const { store } = this.#desk;
    this.#toPlace(store.place(store.current.bead) + step);
  }

  #page(step) {
    const { store, list } = this.#desk;
    const rows = Math.max(1, Math.floor(list.perView() * 0.9));
    this.#toPlace(store.place(store.current.bead) + step * rows);
  }

  #toPlace(place) {
    const { store } = this.#desk;
    const at = Math.max(0, Math.min(place, store.shown.length - 1));
    const id = store.shown[at];
    if (id !== undefined) this.#desk.goTo(id);
  }

  async #toFlag(step, any = false) {
    const { store, flags } = this.#desk;
    const found = await flags.beside(step, any);
    if (!found) {
      toast(step > 0 ? say("No further flag behind this one.") : say("No further flag before this one."));
      return;
    }
    this.#desk.goTo(found.bead, found.flag);
    const flag = store.bead(found.bead).findings.find((one) => one.id === found.flag);
    tell(`${summary(store.bead(found.bead), store.number(found.bead), store.all.length)} ${flag.message}`);
  }

  async #goTo() {
    const { store } = this.#desk;
    const said = await askText({ title: say("Go to a segment"), label: say("Number, 1 to {count}", { count: store.all.length }), button: say("Go") });
    const place = Number.parseInt(said ?? "", 10) - 1;
    if (Number.isNaN(place)) return;
    const id = store.all[Math.max(0, Math.min(place, store.all.length - 1))];
    if (id === undefined) return;
    if (store.place(id) < 0) await this.#desk.filters.clear(id);
    this.#desk.goTo(id);
  }

  // Changing

  /** Sends a change of the segment that is looked at; what somebody else did meanwhile is shown, with a choice. */
  async #change(kind, asked, others = []) {
    const beads = [this.#bead, ...others];
    return this.#insist(() => this.#desk.store.change(kind, asked, beads.map((bead) => this.#desk.store.bead(bead?.id) ?? bead)));
  }

  async #insist(send) {
    for (;;) {
      try {
        const answer = await send();
        this.#judgeSoon(answer.changed ?? []);
        return answer;
      } catch (error) {
        if (!(error instanceof Conflict) || (error.seen === null && error.current === null)) throw error;
        this.#desk.store.took(error.current ? { changed: [error.current] } : {});
        const theirs = error.current && SIDES.map((side) => error.current[side].map((sentence) => sentence.text).join(" "));
        const choice = await askConflict({ message: error.message, mine: null, theirs, isEdit: false });
        if (choice !== "mine") return null;
      }
    }
  }

  /** The version of the segment where a flag begins has to be named, whichever segment it is looked at in. */
  #homes(flag) {
    const home = flag.home;
    return home && home.bead !== this.#bead.id ? [{ id: home.bead, version: home.version }] : [];
  }

  /** Has changed segments judged, after what is under way. */
  #judgeSoon(beads) {
    for (const bead of beads) if (!bead.judged) this.#judging.add(bead.id);
    clearTimeout(this.judgeTimer);
    if (this.#judging.size) this.judgeTimer = setTimeout(() => this.#judge(), 30);
  }

  async #judge() {
    const beads = [...this.#judging].slice(0, 100);
    this.#judging.clear();
    try {
      const answer = await post("/api/judge", { beads });
      this.#desk.store.took(answer);
    } catch (error) {
      if (error instanceof Lost) this.#desk.lost();
      else toast(say("The segment could not be judged: {message}", { message: error.message }), "problem");
    }
  }

  async #decide(verdict, reason = null) {
    const flag = this.#flag;
    if (!flag || flag.decision) return;
    const asked = { finding: flag.id, verdict };
    if (reason) asked.reason = reason;
    if (await this.#change("decide", asked, this.#homes(flag))) this.#settled(flag, verdict === "accepted" ? say("A fault.") : say("No fault."));
  }

  /** After a decision: on to the next open flag of the segment, if it has one. */
  #settled(flag, words) {
    const open = (this.#bead?.findings ?? []).filter((one) => !one.decision);
    this.#desk.store.look(this.#desk.store.current.bead, (open[0] ?? flag).id);
    tell(open.length ? `${words} ${sayMany("{count} open flag", "{count} open flags", open.length)}. ${open[0].message}` : words);
  }

  async #reject() {
    if (!this.can("reject")) return;
    const reasons = preference("reasons", []);
    const reason = await askReason(reasons);
    if (reason === null) return;
    prefer("reasons", [reason, ...reasons.filter((one) => one !== reason)].slice(0, MOST_REASONS));
    await this.#decide("rejected", reason);
  }

  async #everywhere() {
    const flag = this.#flag;
    if (!this.can("everywhere")) return;
    const said = await askEverywhere(flag);
    if (said && (await this.#change("accept", { finding: flag.id, ...said }, this.#homes(flag)))) {
      this.#settled(flag, say("Accepted everywhere."));
      void this.#desk.store.refresh().catch(() => this.#desk.lost());
    }
  }

  async #fix() {
    const flag = this.#flag;
    if (!this.can("fix")) return void toast(say("There is no suggestion to write."));
    if (await this.#change("fix", { finding: flag.id }, this.#homes(flag))) this.#settled(flag, say("Written into the text."));
  }

  async #withdraw() {
    const flag = this.#flag;
    if (!flag?.decision) return;
    if (await this.#change("withdraw", { finding: flag.id }, this.#homes(flag))) tell(say("The decision is taken back."));
  }

  async #done() {
    const bead = this.#bead;
    if (!bead) return;
    const status = bead.status === "done" ? "open" : "done";
    const answer = await this.#change("mark", { bead: bead.id, status });
    if (answer && status === "done") this.#step(1);
  }

  async #lock() {
    const bead = this.#bead;
    if (bead && (await this.#change("mark", { bead: bead.id, locked: !bead.locked }))) tell(bead.locked ? say("Unlocked.") : say("Locked."));
  }

  async #comment() {
    const bead = this.#bead;
    if (!bead) return;
    const text = await askText({ title: say("Comment"), label: say("For whoever looks at this segment next"), button: say("Comment"), lines: 4, hint: say("Ctrl+Enter sends it."), value: preference("comment", "") });
    if (text === null) return;
    prefer("comment", text);
    await this.#change("comment", { bead: bead.id, text });
    prefer("comment", null);
  }

  async #merge() {
    const bead = this.#bead;
    const next = bead && this.#desk.store.beside(bead.id, 1);
    if (!bead || next === null) return void toast(say("There is no next segment."));
    await this.#desk.store.load([next]);
    if (await this.#change("merge", { first: bead.id, second: next }, [this.#desk.store.bead(next)])) tell(say("Put together."));
  }

  async #split() {
    const bead = this.#bead;
    if (!this.can("split")) return void toast(say("There is only one sentence here."));
    const isPair = bead.source.length === 1 && bead.target.length === 1;
    if (isPair) return void toast(say("One sentence on either side: u takes them apart."));
    const cut = await askSplit(bead, this.#desk.languages());
    if (cut && (await this.#change("split", { bead: bead.id, ...cut }))) tell(say("Divided."));
  }

  async #unlink() {
    const bead = this.#bead;
    if (!this.can("unlink")) return void toast(say("This segment has one side only."));
    if (await this.#change("unlink", { bead: bead.id })) tell(say("Taken apart."));
  }

  async #move(side, forward) {
    const bead = this.#bead;
    const sentence = forward ? bead?.[side].at(-1) : bead?.[side][0];
    const other = bead && this.#desk.store.beside(bead.id, forward ? 1 : -1);
    if (!sentence || other === null) return void toast(say("There is nothing to move there."));
    await this.#desk.store.load([other]);
    if (await this.#change("move", { sentence: sentence.id, forward }, [this.#desk.store.bead(other)])) tell(say("Moved."));
  }

  async #turnBack(kind) {
    const before = this.#desk.store.current.bead;
    const answer = await this.#insist(() => this.#desk.store.change(kind, {}, []));
    const changed = answer?.changed ?? [];
    if (!answer || (!changed.length && !(answer.removed ?? []).length)) return void toast(kind === "undo" ? say("Nothing to undo.") : say("Nothing to redo."));
    toast(kind === "undo" ? say("Undone.") : say("Made again."));
    const { store } = this.#desk;
    const here = changed.filter((bead) => bead.pair === store.pair && store.place(bead.id) >= 0);
    if (here.length && !here.some((bead) => bead.id === before)) this.#desk.goTo(here[0].id);
    void store.refresh().catch(() => this.#desk.lost());
  }

  // Editing

  /** Opens one side of the segment for editing, at the sentence that is flagged. */
  edit(side) {
    const bead = this.#bead;
    if (!bead) return;
    if (bead.locked) return void toast(say("The segment is locked; l unlocks it."));
    const marks = this.#flag?.marks ?? [];
    const focus = this.#desk.editor.open(bead, side, marks.find((mark) => mark.side === side)?.sentence);
    this.#desk.repaint();
    focus();
  }

  /** Saves what was typed into one side of a segment. */
  save(bead, side) {
    this.#busy += 1;
    this.#turn = this.#turn.then(() => this.#save(bead, side)).catch((error) => this.#failed(error)).finally(() => (this.#busy -= 1));
    return this.#turn;
  }

  async #save(id, side) {
    const { store, editor } = this.#desk;
    for (;;) {
      const typed = editor.typed(id, side);
      if (!typed) return;
      if (!typed.changed.length) return editor.discard(id, side);
      const [[sentence, text]] = typed.changed;
      const bead = store.bead(id);
      // Where nobody changed these texts since, other changes of the segment do not matter.
      const isSame = bead && bead[side].length === Object.keys(typed.base).filter((key) => key !== "new").length && bead[side].every((one) => typed.base[one.id] === one.text);
      const seen = [{ id, version: isSame ? bead.version : typed.version }];
      try {
        const answer = await (sentence === "new" ? store.change("write", { bead: id, side, text }, seen) : store.change("edit", { sentence: Number(sentence), text }, seen));
        this.#judgeSoon(answer.changed ?? []);
        editor.rebase(id, side, store.bead(id), sentence);
        if (sentence === "new") return editor.discard(id, side);
      } catch (error) {
        if (!(error instanceof Conflict) || (error.seen === null && error.current === null)) throw error;
        if (!(await this.#settleEdit(id, side, typed, error))) return;
      }
    }
  }

  /** Asks what becomes of an edit of a text that somebody else changed; whether to send it again. */
  async #settleEdit(id, side, typed, { message, current }) {
    const { store, editor } = this.#desk;
    if (current) store.took({ changed: [current] });
    const choice = await askConflict({ message, mine: typed.changed.map(([, text]) => text), theirs: current && current[side].map((sentence) => sentence.text), isEdit: true });
    if (choice === "copy") await navigator.clipboard?.writeText(typed.changed.map(([, text]) => text).join("\n"));
    if (choice === "theirs") editor.discard(id, side);
    if (choice === "theirs" || choice === null || !current) return false;
    if (!editor.rebase(id, side, current)) {
      editor.reopen(current, side, typed);
      toast(say("The sentences are others now: your text stands in the field below theirs."), "problem");
      return false;
    }
    return choice === "mine";
  }

  async #showKeys() {
    const groups = new Map();
    for (const { group, keys, label } of this.commands.values()) {
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push({ keys: keys.map((key) => this.#desk.shownKey(key)), label });
    }
    const titled = [...groups].map(([title, rows]) => ({ title, rows }));
    await showKeys(titled, this.areLetters, (areLetters) => prefer("letters", areLetters));
  }

  /** Asks for the name under which changes are kept. */
  async rename() {
    const { store } = this.#desk;
    const author = await askText({ title: say("Your name"), label: say("Changes are kept under this name"), button: say("Keep"), value: store.project.author });
    if (author === null) return;
    await post("/api/author", { author });
    await store.refresh();
  }
}
