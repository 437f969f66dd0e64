/**
 * What was used last, up to a number. A runner keeps its drivers in one, and its parent the names of what it keeps: both add
 * and use the same in the same order, so that they agree.
 */
export class Recent<T> {
  readonly #most: number
  readonly #kept = new Map<string, T>()

  constructor(most: number) {
    this.#most = most
  }

  has(key: string): boolean {
    return this.#kept.has(key)
  }

  /** Makes it the latest. */
  use(key: string): T | undefined {
    const value = this.#kept.get(key)
    if (value !== undefined) this.add(key, value)
    return value
  }

  /** As the latest; the one that was used longest ago may have to go. */
  add(key: string, value: T): void {
    this.#kept.delete(key)
    this.#kept.set(key, value)
    if (this.#kept.size <= this.#most) return
    const [oldest] = this.#kept.keys()
    this.#kept.delete(oldest as string)
  }
}
