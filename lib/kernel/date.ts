/**
 * `Date` as learner code sees it: now is virtual, and the local time zone is UTC, whatever the machine's is. In a browser
 * the real one would follow the learner's own zone and language, and a run there would differ from the server's.
 */

/** `wall` tells the virtual time, in ms since 1970. */
export function virtualDate(wall: () => number): DateConstructor {
  const RealDate = Date
  function VirtualDate(this: unknown, ...args: unknown[]): unknown {
    if (!new.target) return textOf(new RealDate(wall()))
    return Reflect.construct(RealDate, [timeOf(args, wall)], new.target)
  }
  const prototype = Object.create(sharedMethods()) as Date
  overridable(prototype, 'constructor', VirtualDate)
  Object.defineProperty(VirtualDate, 'name', { value: 'Date' })
  VirtualDate.prototype = Object.freeze(prototype)
  VirtualDate.now = wall
  VirtualDate.parse = parse
  VirtualDate.UTC = RealDate.UTC
  return Object.freeze(VirtualDate) as never
}

/** What `new Date(...args)` stands for. */
function timeOf(args: readonly unknown[], wall: () => number): unknown {
  if (args.length === 0) return wall()
  if (args.length > 1) return Date.UTC(...(args as [number, number]))
  const [value] = args
  return typeof value === 'string' ? parse(value) : value
}

const ISO_WITHOUT_ZONE = /^[+-]?\d{4,6}(?:-\d\d){0,2}T[\d:.]+$/
const DATE_ONLY = /^[+-]?\d{4,6}(?:-\d\d){0,2}$/
const NAMES_ZONE = /(?:^|[^a-z])(?:gmt|utc?|z|[ecmp][sd]t)(?:[^a-z]|$)|:\d\d(?:\.\d+)?\s*[+-]\d/i

/** As Date.parse, where texts that name no time zone are in UTC. */
function parse(text: string): number {
  const s = String(text)
  if (ISO_WITHOUT_ZONE.test(s)) return Date.parse(`${s}Z`)
  if (DATE_ONLY.test(s) || NAMES_ZONE.test(s)) return Date.parse(s)
  return Date.parse(`${s} UTC`)
}

let methods: object | undefined

/**
 * The methods that all instances share, made once: frozen, so that no node leaves anything there for its next boot, yet
 * an instance or a subclass may have its own of the same name, as with an ordinary prototype.
 */
function sharedMethods(): object {
  methods ??= Object.freeze(makeMethods())
  return methods
}

function makeMethods(): object {
  const real = Date.prototype as unknown as Record<string, unknown>
  const out = {}
  for (const name of KEPT) overridable(out, name, real[name])
  for (const part of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    overridable(out, `get${part}`, real[`getUTC${part}`])
    overridable(out, `set${part}`, real[`setUTC${part}`])
  }
  overridable(out, 'getDay', real.getUTCDay)
  for (const [name, value] of Object.entries(inUtc)) overridable(out, name, value)
  Object.defineProperty(out, Symbol.toPrimitive, { value: Date.prototype[Symbol.toPrimitive] })
  return out
}

const KEPT = [
  ...['getTime', 'setTime', 'valueOf', 'toISOString', 'toJSON', 'toUTCString', 'toGMTString'],
  ...['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'].flatMap((part) => [
    `getUTC${part}`,
    `setUTC${part}`,
  ]),
  'getUTCDay',
]

const ZONE = 'GMT+0000 (Coordinated Universal Time)'

/** 'Sun, 01 Mar 2026 23:30:00 GMT' in parts; undefined for an invalid date. */
function partsOf(d: Date) {
  if (Number.isNaN(d.getTime())) return undefined
  const [weekday = '', day = '', month = '', year = '', time = ''] = d.toUTCString().split(' ')
  return { date: `${weekday.slice(0, -1)} ${month} ${day} ${year}`, time: `${time} ${ZONE}` }
}

function textOf(d: Date): string {
  const parts = partsOf(d)
  return parts ? `${parts.date} ${parts.time}` : 'Invalid Date'
}

/** The rest of what would ask for the machine's zone or language. Without Intl, locale forms are the plain ones. */
const inUtc = {
  getTimezoneOffset(this: Date) {
    return Number.isNaN(this.getTime()) ? Number.NaN : 0
  },
  getYear(this: Date) {
    return this.getUTCFullYear() - 1900
  },
  toString(this: Date) {
    return textOf(this)
  },
  toDateString(this: Date) {
    return partsOf(this)?.date ?? 'Invalid Date'
  },
  toTimeString(this: Date) {
    return partsOf(this)?.time ?? 'Invalid Date'
  },
  toLocaleString(this: Date) {
    return textOf(this)
  },
  toLocaleDateString(this: Date) {
    return partsOf(this)?.date ?? 'Invalid Date'
  },
  toLocaleTimeString(this: Date) {
    return partsOf(this)?.time ?? 'Invalid Date'
  },
}

/** A property that is inherited and frozen can otherwise not be assigned on what inherits it. */
function overridable(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    get: () => value,
    set(this: object, own: unknown) {
      Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true })
    },
  })
}
