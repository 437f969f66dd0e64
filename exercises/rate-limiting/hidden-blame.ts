/** Which property a wrong answer breaks, and how to say it. */
import type { Finding, Property } from '../../lib/suite/index.ts'
import type { Options, Said } from './drive.ts'
import { type Bucket, type Expected, worstInterval } from './hidden-model.ts'
import type { Properties } from './properties.ts'

export interface Rules {
  readonly p: Properties
  /** The property that a wrong yes or no breaks, where the scenario is about one. Default: rate and full-rate. */
  readonly about?: Property
  /** Whether `remaining` and `retryAfter` are compared, too. */
  readonly numbers?: boolean
}

/** A take whose answer is not the model's. */
export interface Mistake {
  readonly key: string
  readonly n: number
  readonly now: number
  readonly said: Said
  readonly expected: Expected
  /** What was in the bucket before it, times periodMs. */
  readonly before: number
  /** The bucket's history, this take included if it passed. */
  readonly bucket: Bucket
  readonly events: readonly [number, number]
}

export function blame(m: Mistake, o: Options, { p, about }: Rules): [Property, Finding] {
  const { said, expected, events } = m
  const found = (
    property: Property,
    because: string,
    before: readonly number[] = [],
  ): [Property, Finding] => [
    property,
    { because, expected: words(expected), got: said, witness: [...before, ...events] },
  ]
  if (verb(said) === verb(words(expected)))
    return found(expected.ok ? p.remaining : p.retryAfter, wrongNumber(m, o))
  if (said.startsWith('ok')) {
    const { first } = worstInterval(m.bucket.grants, o)
    return found(about ?? p.rate, tooMuch(m, o), first.event === events[1] ? [] : [first.event])
  }
  const { grants, denials } = m.bucket
  const before = [grants.at(-1)?.event, denials.at(-1)?.event].filter((e) => e !== undefined)
  return found(about ?? p.fullRate, tooLittle(m, o), before)
}

function wrongNumber(m: Mistake, o: Options): string {
  const { n, expected } = m
  const number = m.said.split(', ')[1]
  if (expected.ok)
    return `${asked(m)} passed with ${level(m, o)} tokens there: ${expected.remaining} are left, and '${number}' was said.`
  if (n > o.burst)
    return `${asked(m)} wants more than a bucket of ${o.burst} ever holds; '${number}' was said.`
  return `${asked(m)} found ${level(m, o)} of ${n} tokens, and one comes every ${o.periodMs} ms: the rest is there in ${expected.retryAfter} ms; '${number}' was said.`
}

function tooMuch(m: Mistake, o: Options): string {
  const { first, granted, allowed } = worstInterval(m.bucket.grants, o)
  const span = m.now - first.at
  if (granted <= allowed) return `${asked(m)} passed with ${level(m, o)} tokens there.`
  if (span === 0)
    return `At ${m.now} ms '${m.key}' was granted ${granted} tokens at one instant; a bucket holds ${o.burst}.`
  return `From ${first.at} to ${m.now} ms, ${span} ms, '${m.key}' was granted ${granted} tokens; burst ${o.burst} + floor(${span} / ${o.periodMs}) is ${allowed}.`
}

function tooLittle(m: Mistake, o: Options): string {
  const { grants, denials } = m.bucket
  const last = grants.at(-1)
  const times = denials.length === 1 ? 'once' : `${denials.length} times`
  const since = !last
    ? `'${m.key}' was never granted anything, so its bucket is full.`
    : denials.length === 0
      ? `'${m.key}' was last granted something at ${last.at} ms.`
      : `'${m.key}' was last granted something at ${last.at} ms, and has been denied ${times} since.`
  return `${asked(m)} did not pass (${m.said}), and ${level(m, o)} tokens were there. ${since}`
}

const asked = ({ key, n, now }: Mistake) => `take('${key}'${n === 1 ? '' : `, ${n}`}) at ${now} ms`

/** Whole tokens and the part of the next: '2 + 15/30'. */
function level({ before }: Mistake, { periodMs }: Options): string {
  const [whole, rest] = [Math.floor(before / periodMs), before % periodMs]
  return rest === 0 ? `${whole}` : `${whole} + ${rest}/${periodMs}`
}

export function words(e: Expected): Said {
  return e.ok ? `ok, remaining ${e.remaining}` : `denied, retryAfter ${e.retryAfter}`
}

/** Yes, no, or what else came. */
export function verb(said: Said): string {
  return said.split(',')[0] as string
}
