// What others do arrives here, and whether anybody answers at all.

import { Lost, Refused, get } from "./api.js";

const WAIT_S = 20; // how long the server may wait for something to tell
const PATIENCE_MS = 30000;
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];

export class Live extends EventTarget {
  #store;
  #after;
  #failures = 0;
  #wake = null;
  #poll = null;
  isLost = false;

  constructor(store) {
    super();
    this.#store = store;
    this.#after = store.event;
    addEventListener("online", () => this.#wake?.());
    addEventListener("focus", () => this.#wake?.());
  }

  /** Listens as long as the page is there. */
  async run() {
    for (;;) {
      try {
        this.#poll = new AbortController();
        const query = { after: this.#after, wait: this.isLost ? 0 : WAIT_S };
        const { event, events } = await get("/api/events", query, PATIENCE_MS, this.#poll.signal);
        this.#failures = 0;
        this.#turn(false);
        if (events.length) await this.#store.follow(events, event);
        this.#after = Math.max(this.#after, event);
      } catch (error) {
        if (error instanceof Refused && error.status === 403) return void this.dispatchEvent(new Event("over"));
        if (!(error instanceof Lost) && !(error instanceof Refused)) throw error;
        this.#failures += 1;
        this.#turn(true);
        await this.#pause();
      }
    }
  }

  /** Somebody found out that nobody answers: whoever waits for news asks anew. */
  lost() {
    this.#turn(true);
    this.#poll?.abort();
  }

  #turn(isLost) {
    if (isLost === this.isLost) return;
    this.isLost = isLost;
    this.dispatchEvent(new Event(isLost ? "lost" : "found"));
  }

  #pause() {
    const pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length) - 1];
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, pause);
    });
  }
}
