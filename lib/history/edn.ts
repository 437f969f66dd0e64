/**
 * EDN, as Clojure programs print their histories: https://github.com/edn-format/edn.
 *
 * Values come out as plain JavaScript where JavaScript has them, as the small classes below where it has not. A tag is
 * read past: `#jepsen.history.Op{:process 0}` is its map.
 */
import type { Json } from '../sim/index.ts'
import { HistoryError } from './error.ts'

export type Edn = null | boolean | number | string | Keyword | EdnSymbol | EdnMap | EdnSet | readonly Edn[]

export class Keyword {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A symbol, or a number that JavaScript cannot hold exactly: its text. */
export class EdnSymbol {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export class EdnSet {
  readonly items: readonly Edn[]
  constructor(items: readonly Edn[]) {
    this.items = items
  }
}

export class EdnMap {
  readonly entries: readonly (readonly [Edn, Edn])[]
  /** Offset of its opening brace in the text. */
  readonly offset: number
  constructor(entries: readonly (readonly [Edn, Edn])[], offset: number) {
    this.entries = entries
    this.offset = offset
  }
  /** The value under a keyword; undefined when there is none. */
  get(keyword: string): Edn | undefined {
    for (const [key, value] of this.entries) if (key instanceof Keyword && key.name === keyword) return value
    return undefined
  }
}

/** All forms of the text. Throws HistoryError with the line of what does not fit. */
export function parseEdn(text: string, firstLine = 1): Edn[] {
  return new Reader(text, firstLine).all()
}

/** 1-based lines by offset: `lineOf(offset)` in O(log n). */
export function lineIndex(text: string): (offset: number) => number {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** As the checkers compare values: keywords keep their colon, sets are lists in one fixed order. */
export function toJson(value: Edn): Json {
  if (value instanceof Keyword) return `:${value.name}`
  if (value instanceof EdnSymbol) return value.name
  if (value instanceof EdnSet) {
    const keyed = value.items.map((x) => toJson(x)).map((x) => [JSON.stringify(x), x] as const)
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, x]) => x)
  }
  if (value instanceof EdnMap)
    return Object.fromEntries(value.entries.map(([k, v]) => [keyText(toJson(k)), toJson(v)]))
  if (Array.isArray(value)) return value.map((x) => toJson(x))
  return value as Json
}

/** A key as text: a string is itself, anything else its JSON. */
export const keyText = (key: Json): string => (typeof key === 'string' ? key : JSON.stringify(key))

const maxDepth = 500
const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
const escapes: Record<string, string> = { t: '\t', r: '\r', n: '\n', b: '\b', f: '\f', '\\': '\\', '"': '"' }
const characters: Record<string, string> = { newline: '\n', return: '\r', space: ' ', tab: '\t' }
const space = /[\s,]*/y
const atom = /[^\s,;"()[\]{}]+/y
const plain = /[^"\\]*/y
const integer = /^[+-]?\d+N?$/
const decimal = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?M?$/

/** What `#_` leaves behind. */
const nothing = Symbol('nothing')

class Reader {
  readonly #text: string
  readonly #firstLine: number
  #at = 0
  #depth = 0

  constructor(text: string, firstLine: number) {
    this.#text = text
    this.#firstLine = firstLine
  }

  all(): Edn[] {
    const forms: Edn[] = []
    for (;;) {
      this.#skip()
      if (this.#at >= this.#text.length) return forms
      const form = this.#form()
      if (form !== nothing) forms.push(form)
    }
  }

  #fail(offset: number, message: string): never {
    const line = this.#firstLine - 1 + lineIndex(this.#text)(offset)
    throw new HistoryError(message, line)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  /** White space, commas and comments. */
  #skip(): void {
    for (;;) {
      this.#match(space)
      if (this.#text[this.#at] !== ';') return
      const end = this.#text.indexOf('\n', this.#at)
      this.#at = end < 0 ? this.#text.length : end
    }
  }

  #form(): Edn | typeof nothing {
    const start = this.#at
    const c = this.#text[start]!
    switch (c) {
      case '(':
      case '[':
        return this.#until(closers[c]!)
      case '{':
        return this.#map()
      case '"':
        return this.#string()
      case '#':
        return this.#dispatch()
      case '\\':
        return this.#character()
      case ')':
      case ']':
      case '}':
        return this.#fail(start, `'${c}' closes nothing. Remove it, or add what it should close.`)
    }
    return this.#atom(start)
  }

  /** One form that must be there. */
  #required(start: number, after: string): Edn {
    for (;;) {
      this.#skip()
      if (this.#at >= this.#text.length)
        this.#fail(start, `The file ends after ${after}. It looks cut off: write it out again.`)
      const form = this.#form()
      if (form !== nothing) return form
    }
  }

  #until(close: string): Edn[] {
    const start = this.#at++
    if (++this.#depth > maxDepth)
      this.#fail(start, `Values nest deeper than ${maxDepth} levels, which no history does.`)
    const items: Edn[] = []
    for (;;) {
      this.#skip()
      const c = this.#text[this.#at]
      if (c === undefined)
        this.#fail(
          start,
          `'${this.#text[start]}' is never closed: the file ends first. It looks cut off: write it out again, or close it with '${close}'.`,
        )
      if (c === close) break
      const form = this.#form()
      if (form !== nothing) items.push(form)
    }
    this.#at++
    this.#depth--
    return items
  }

  #map(): EdnMap {
    const start = this.#at
    const items = this.#until('}')
    if (items.length % 2 === 1)
      this.#fail(start, `A map has ${items.length} forms; keys and values make an even number.`)
    const entries: [Edn, Edn][] = []
    for (let i = 0; i < items.length; i += 2) entries.push([items[i] as Edn, items[i + 1] as Edn])
    return new EdnMap(entries, start)
  }

  #string(): string {
    const start = this.#at++
    let out = ''
    for (;;) {
      out += this.#match(plain)
      const c = this.#text[this.#at++]
      if (c === '"') return out
      if (c === undefined)
        this.#fail(
          start,
          'A string is never closed: the file ends first. It looks cut off: write it out again.',
        )
      const e = this.#text[this.#at++] ?? ''
      const hex = e === 'u' ? this.#text.slice(this.#at, this.#at + 4) : ''
      if (/^[0-9a-fA-F]{4}$/.test(hex)) {
        out += String.fromCharCode(Number.parseInt(hex, 16))
        this.#at += 4
      } else out += escapes[e] ?? this.#fail(this.#at - 2, `'\\${e}' is no escape of an EDN string.`)
    }
  }

  #dispatch(): Edn | typeof nothing {
    const start = this.#at++
    const c = this.#text[this.#at]
    if (c === '{') return new EdnSet(this.#until('}'))
    if (c === '_') {
      this.#at++
      this.#required(start, '#_')
      return nothing
    }
    if (c === '#') {
      this.#at++
      return new EdnSymbol(`##${this.#match(atom)}`)
    }
    const tag = this.#match(atom)
    if (tag === '') this.#fail(start, "'#' is followed by no tag.")
    return this.#required(start, `the tag #${tag}`)
  }

  #character(): string {
    const start = this.#at++
    // A character may be one that ends an atom, such as \( or \".
    const first = this.#text[this.#at]
    if (first === undefined) this.#fail(start, "'\\' is followed by no character.")
    this.#at++
    const rest = /[a-z0-9]/i.test(first) ? this.#match(atom) : ''
    const name = first + rest
    if (rest === '') return first
    if (/^u[0-9a-fA-F]{4}$/.test(name)) return String.fromCharCode(Number.parseInt(rest, 16))
    return characters[name] ?? this.#fail(start, `'\\${name}' is no EDN character.`)
  }

  #atom(start: number): Edn {
    const text = this.#match(atom)
    if (text[0] === ':') {
      if (text.length === 1) this.#fail(start, "':' is followed by no name.")
      return new Keyword(text.slice(1))
    }
    if (text === 'nil') return null
    if (text === 'true') return true
    if (text === 'false') return false
    if (integer.test(text)) {
      const number = Number(text.endsWith('N') ? text.slice(0, -1) : text)
      return Number.isSafeInteger(number) ? number : new EdnSymbol(text)
    }
    if (decimal.test(text)) return Number(text.endsWith('M') ? text.slice(0, -1) : text)
    return new EdnSymbol(text)
  }
}
