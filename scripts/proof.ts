/**
 * The proof that an exercise accepts what is right and refuses what is wrong: reference and other correct styles pass,
 * the starter fails, each wrong solution fails first at its declared property, repeats are identical, every `sometimes`
 * happens. Shared by `npm run prove` and tests/exercises.test.ts.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Grader } from '../lib/grader/index.ts'
import type { Verdict } from '../lib/suite/index.ts'

export const REPEATS = 50
const MIN_STYLES = 2
const MIN_WRONG = 6

export interface Claim {
  /** What must hold, e.g. `wrong/floodgate fails first at probe`. */
  readonly claim: string
  readonly holds: boolean
  /** What came instead, or what was measured. */
  readonly got: string
  readonly ms: number
  /** Of counterexamples: events shown, faults left. */
  readonly size?: readonly [events: number, faults: number]
}

/** `root` is the folder `exercises/`. */
export async function proveExercise(
  grader: Grader,
  root: string,
  slug: string,
  onClaim: (c: Claim) => void = () => {},
): Promise<Claim[]> {
  const dir = join(root, slug)
  const claims: Claim[] = []
  const say = (claim: string, holds: boolean, got: string, v?: Verdict) => {
    const size = v?.outcome === 'failed' ? ([v.shrunk.events[0], v.shrunk.faults[0]] as const) : undefined
    const c = { claim, holds, got, ms: v && 'ms' in v ? v.ms : 0, ...(size ? { size } : {}) }
    claims.push(c)
    onClaim(c)
  }
  const grade = (code: string, suite: 'hidden' | 'visible' = 'hidden', fingerprint = false) =>
    grader.grade({ slug, code, suite, ...(fingerprint ? { fingerprint } : {}) }, {})
  const read = (file: string) => readFileSync(join(dir, file), 'utf8')
  const files = (folder: string) =>
    readdirSync(join(dir, folder))
      .filter((f) => f.endsWith('.ts'))
      .sort()

  const reference = await grade(read('solution.ts'))
  say('the reference passes', reference.outcome === 'passed', summary(reference), reference)
  const visible = await grade(read('solution.ts'), 'visible')
  say('the reference passes the visible suite', visible.outcome === 'passed', summary(visible), visible)

  const styles = files('solutions')
  say(
    `there are at least ${MIN_STYLES} other correct styles`,
    styles.length >= MIN_STYLES,
    `${styles.length}`,
  )
  for (const f of styles) {
    const v = await grade(read(`solutions/${f}`))
    say(`solutions/${basename(f, '.ts')} passes`, v.outcome === 'passed', summary(v), v)
  }

  const starter = await grade(read('starter.ts'))
  say('the starter compiles and fails', starter.outcome === 'failed', summary(starter), starter)

  const wrong = files('wrong')
  say(`there are at least ${MIN_WRONG} wrong solutions`, wrong.length >= MIN_WRONG, `${wrong.length}`)
  for (const f of wrong) {
    const code = read(`wrong/${f}`)
    const declared = /^\/\/ fails: ([a-z0-9-]+)\s*$/m.exec(code.split('\n', 1)[0] ?? '')?.[1]
    const name = `wrong/${basename(f, '.ts')}`
    if (declared === undefined) {
      say(`${name} declares the property it fails`, false, 'its first line is not "// fails: <property id>"')
      continue
    }
    const v = await grade(code)
    const holds = v.outcome === 'failed' && v.property === declared
    say(`${name} fails first at ${declared}`, holds, summary(v), v)
  }

  const prints = new Set<string>()
  let repeatsMs = 0
  for (let i = 0; i < REPEATS; i++) {
    const v = await grade(read('solution.ts'), 'hidden', true)
    repeatsMs += 'ms' in v ? v.ms : 0
    prints.add(v.outcome === 'passed' ? (v.fingerprint ?? 'no fingerprint') : summary(v))
  }
  const same = prints.size === 1 && !prints.has('no fingerprint')
  const print = [...prints].join(', ')
  say(
    `${REPEATS} repeats are identical`,
    same,
    `${prints.size} fingerprint: ${print}, ${Math.round(repeatsMs)} ms`,
  )

  if (reference.outcome === 'passed') {
    const never = Object.entries(reference.sometimes).filter(([, n]) => n === 0)
    const total = Object.keys(reference.sometimes).length
    say('every sometimes happens', total > 0 && never.length === 0, `${total - never.length} of ${total}`)
  }
  return claims
}

export function summary(v: Verdict): string {
  switch (v.outcome) {
    case 'passed':
      return `passed ${v.seeds} schedules, ${v.events} events`
    case 'failed':
      return `failed ${v.property}: ${v.because} (${v.seed}; ${v.shrunk.events[0]} events, ${v.shrunk.faults[0]} faults, from ${v.shrunk.events[1]} and ${v.shrunk.faults[1]})`
    case 'rejected':
      return `rejected (${v.reason}): ${v.message}`
    case 'exceeded':
      return `exceeded (${v.limit}): ${v.message}`
    case 'our-fault':
      return `our fault (${v.kind}): ${v.message}`
  }
}
