/** Bytes that grow in place; what lies between the old end and a later write is zeros, as in a sparse file. */
export class Bytes {
  #data = new Uint8Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Not a copy: writing to it writes here, until the next growth. */
  view(): Uint8Array {
    return this.#data.subarray(0, this.#length)
  }

  write(at: number, bytes: Uint8Array): void {
    if (at + bytes.length > this.#length) this.grow(at + bytes.length)
    this.#data.set(bytes, at)
  }

  grow(length: number): void {
    if (length > this.#data.length) {
      const more = new Uint8Array(Math.max(length, 2 * this.#data.length))
      more.set(this.view())
      this.#data = more
    }
    this.#length = Math.max(this.#length, length)
  }

  truncate(length: number): void {
    if (length >= this.#length) return
    this.#data.fill(0, length, this.#length)
    this.#length = length
  }

  set(bytes: Uint8Array): void {
    this.truncate(0)
    this.write(0, bytes)
  }
}
