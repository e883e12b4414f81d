// A list of which only the rows in view are there. Rows are measured when they are seen; the one that is read stays put.

import { Heights } from "./heights.js";

const ESTIMATE = 92; // pixels of a row nobody has seen
const OVERSCAN = 700; // pixels that are painted above and below the view
const ROUNDS = 5; // of painting, measuring and painting what turned out to be in view

export class VirtualList {
  #parts; // {scroller, head, rows, window}
  #given; // {order(), place(id), current(), make(id, row), refresh(element, id, row), want(ids)}
  #known = new Map(); // heights by id
  #heights = new Heights([]);
  #mounted = new Map(); // elements by id
  #anchor = null; // {id, offset, near}: what must not move
  #observer;
  #frame = 0;

  constructor(parts, given) {
    this.#parts = parts;
    this.#given = given;
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
    this.#observer.observe(parts.scroller);
    parts.scroller.addEventListener("scroll", () => this.#soon(), { passive: true });
  }

  #soon() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint({ isScrolled: true });
    });
  }

  get #view() {
    const { scroller, head } = this.#parts;
    return { top: scroller.scrollTop, height: Math.max(1, scroller.clientHeight - head.offsetHeight) };
  }

  /** The element of a row, null where it is not painted. */
  row(id) {
    return this.#mounted.get(id) ?? null;
  }

  /** Takes the order anew; what was in view stays there. */
  reorder() {
    const order = this.#given.order();
    this.#heights = new Heights(order.map((id) => this.#known.get(id) ?? ESTIMATE));
    this.paint();
  }

  /** Goes to the first row. */
  toTop() {
    this.#anchor = null;
    this.#parts.scroller.scrollTop = 0;
    this.paint({ isScrolled: true });
  }

  /** Paints what is in view. After scrolling the view decides, otherwise what was in view stays where it is. */
  paint({ isScrolled = false } = {}) {
    const order = this.#given.order();
    if (order.length !== this.#heights.count) return this.reorder();
    if (isScrolled) this.#takeAnchor();
    this.#stretch();
    this.#holdAnchor();
    for (let round = 0; round < ROUNDS; round += 1) {
      const isChanged = this.#mount(order);
      if (!isChanged && round) break;
      this.#stretch();
      this.#holdAnchor();
    }
    this.#takeAnchor();
    this.#shift();
    return undefined;
  }

  /** Brings a row into view, with what is before it where it has to move. */
  reveal(row) {
    const { top, height } = this.#view;
    const begin = this.#heights.top(row);
    const end = begin + this.#heights.height(row);
    const id = this.#given.order()[row];
    if (begin >= top && end <= top + height && this.#mounted.has(id)) return;
    const isLong = end - begin > height * 0.7;
    const isNear = begin > top - height && begin < top + 2 * height;
    let offset = isLong ? 8 : height * 0.25; // where the row begins in the view
    if (isNear && !isLong) offset = begin < top ? 48 : height - (end - begin) - 48;
    this.#anchor = { id, offset, near: [] };
    this.paint();
    const after = this.#heights.top(row) + this.#heights.height(row);
    const view = this.#view;
    if (after > view.top + view.height && !isLong) {
      this.#anchor = { id, offset: Math.max(8, view.height - this.#heights.height(row) - 48), near: [] };
      this.paint();
    }
  }

  /** How many rows are in view. */
  perView() {
    const { top, height } = this.#view;
    return this.#heights.rowAt(top + height) - this.#heights.rowAt(top) + 1;
  }

  #rowOf(id) {
    return this.#given.place(id);
  }

  #takeAnchor() {
    const order = this.#given.order();
    if (!order.length) return void (this.#anchor = null);
    const { top, height } = this.#view;
    const first = this.#heights.rowAt(top);
    const last = this.#heights.rowAt(top + height);
    const current = this.#rowOf(this.#given.current());
    const row = current >= first && current <= last ? current : first;
    const near = order.slice(first, last + 1).map((id, at) => ({ id, offset: this.#heights.top(first + at) - top }));
    this.#anchor = { id: order[row], offset: this.#heights.top(row) - top, near };
  }

  /** Puts the anchor back to its place in the view; where it is gone, what was beside it. */
  #holdAnchor() {
    if (!this.#anchor) return;
    const held = [this.#anchor, ...this.#anchor.near].find((one) => this.#rowOf(one.id) >= 0);
    if (!held) return;
    const wanted = this.#heights.top(this.#rowOf(held.id)) - held.offset;
    const { scroller } = this.#parts;
    if (Math.abs(scroller.scrollTop - wanted) >= 1) scroller.scrollTop = wanted;
  }

  #stretch() {
    this.#parts.rows.style.height = `${this.#heights.total}px`;
  }

  #shift() {
    const first = this.#parts.window.firstElementChild;
    const row = first ? this.#rowOf(Number(first.dataset.id)) : -1;
    this.#parts.window.style.transform = `translateY(${row >= 0 ? this.#heights.top(row) : (this.#blank ?? 0)}px)`;
  }

  #blank = null; // where the window stands when nothing in view is known yet

  /** Makes, refreshes and removes rows; whether a height turned out to be another. */
  #mount(order) {
    const { top, height } = this.#view;
    const first = this.#heights.rowAt(top - OVERSCAN);
    const last = Math.min(order.length - 1, this.#heights.rowAt(top + height + OVERSCAN));
    const ids = order.slice(first, last + 1).filter((id) => id !== undefined);
    const wanted = new Set(ids);
    this.#given.want(ids);
    const { window: place } = this.#parts;
    for (const [id, element] of this.#mounted) if (!wanted.has(id)) this.#unmount(id, element);
    let next = place.firstElementChild;
    for (const id of ids) {
      let element = this.#mounted.get(id);
      const row = this.#rowOf(id);
      if (!element) {
        element = this.#given.make(id, row);
        this.#mounted.set(id, element);
        this.#observer.observe(element);
      } else this.#given.refresh(element, id, row);
      if (element === next) next = next.nextElementSibling;
      else place.insertBefore(element, next);
    }
    this.#blank = this.#heights.top(first);
    this.#shift();
    return this.#measure(ids.map((id) => [id, this.#mounted.get(id)]));
  }

  #unmount(id, element) {
    this.#observer.unobserve(element);
    this.#mounted.delete(id);
    element.remove();
  }

  #measure(rows) {
    let isChanged = false;
    const measured = rows.map(([id, element]) => [id, element.getBoundingClientRect().height]);
    for (const [id, height] of measured) {
      if (!height) continue;
      this.#known.set(id, height);
      const row = this.#rowOf(id);
      if (row >= 0 && Math.abs(this.#heights.height(row) - height) > 0.1) {
        this.#heights.set(row, height);
        isChanged = true;
      }
    }
    return isChanged;
  }

  #resized(entries) {
    const rows = entries.filter((entry) => entry.target.dataset.id).map((entry) => [Number(entry.target.dataset.id), entry.target]);
    const isView = entries.some((entry) => entry.target === this.#parts.scroller);
    const isChanged = this.#measure(rows.filter(([id, element]) => this.#mounted.get(id) === element));
    if (isChanged || isView) this.paint();
  }
}
