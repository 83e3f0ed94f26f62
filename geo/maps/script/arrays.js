/* Packed arrays, turned into numbers when first asked for. */

const KINDS = {
  1: [Int8Array, -128],
  2: [Int16Array, -32768],
  4: [Int32Array, -2147483648],
  8: [Float64Array, NaN],
};

/** Rows of one length; one row alone holds at every step. */
class Rows {
  constructor(packed) {
    this.packed = packed;
    this.numbers = null;
  }

  unpack() {
    const { bytes, rows, data } = this.packed;
    const raw = atob(data);
    const octets = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at += 1) octets[at] = raw.charCodeAt(at);
    const [Kind, missing] = KINDS[bytes];
    this.numbers = new Kind(octets.buffer);
    this.missing = missing;
    this.rows = rows;
    this.width = rows ? this.numbers.length / rows : 0;
    this.packed = null;
  }

  /** The number at a step, or null where it isn't known. */
  at(step, number) {
    if (!this.numbers) this.unpack();
    if (!this.rows) return null;
    const value = this.numbers[(this.rows > 1 ? step : 0) * this.width + number];
    return value === this.missing || Number.isNaN(value) ? null : value;
  }

  get empty() {
    if (!this.numbers) this.unpack();
    return this.rows === 0;
  }
}
