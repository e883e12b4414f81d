// Heights of rows as sums that change in a few steps each (Fenwick 1994), so that 50,000 rows scroll as 50 do.

export class Heights {
  #values;
  #sums;

  /** Heights of rows, in order. */
  constructor(values) {
    this.#values = Float64Array.from(values);
    this.#sums = new Float64Array(this.#values.length + 1);
    for (let at = 1; at < this.#sums.length; at += 1) {
      this.#sums[at] += this.#values[at - 1];
      const up = at + (at & -at);
      if (up < this.#sums.length) this.#sums[up] += this.#sums[at];
    }
  }

  get count() {
    return this.#values.length;
  }

  get total() {
    return this.top(this.count);
  }

  height(row) {
    return this.#values[row];
  }

  /** Where a row begins. */
  top(row) {
    let sum = 0;
    for (let at = row; at > 0; at -= at & -at) sum += this.#sums[at];
    return sum;
  }

  /** Sets the height of a row; by how much it changed. */
  set(row, height) {
    const change = height - this.#values[row];
    if (change === 0) return 0;
    this.#values[row] = height;
    for (let at = row + 1; at < this.#sums.length; at += at & -at) this.#sums[at] += change;
    return change;
  }

  /** The row at a distance from the top; the last one for what lies behind it. */
  rowAt(distance) {
    let row = 0;
    let left = distance;
    for (let step = 1 << Math.floor(Math.log2(Math.max(1, this.count))); step > 0; step >>= 1) {
      if (row + step < this.#sums.length && this.#sums[row + step] <= left) {
        row += step;
        left -= this.#sums[row];
      }
    }
    return Math.max(0, Math.min(row, this.count - 1));
  }
}
