/**
 * The proof that an exercise accepts what is right and refuses what is wrong: reference and other correct styles pass,
 * the starter fails, each wrong solution fails first at its declared property, stage by stage, repeats are identical, every `sometimes`
 * happens, and no expectation leans on a fault. Shared by `npm run prove` and tests/exercises.test.ts.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { getExercise, referenceCosts } from '../lib/exercises/index.ts'
import type { Grader } from '../lib/grader/index.ts'
import type { Verdict } from '../lib/suite/index.ts'
import { type Sample, sampleOf } from './distribution.ts'
import { leaningsOf } from './leaning.ts'
import { neverSeen } from './unseen.ts'

export const REPEATS = 50
const MIN_STYLES = 2
const MIN_WRONG = 6
const MIN_WRONG_PER_STAGE = 3

export interface Claim {
  /** What must hold, e.g. `wrong/floodgate fails first at probe`. */
  readonly claim: string
  readonly holds: boolean
  /** What came instead, or what was measured. */
  readonly got: string
  readonly ms: number
  /** The counterexample of a wrong solution. */
  readonly sample?: Sample
}

/** `root` is the folder `exercises/`. `writeCosts` writes what the reference costs into the exercise's costs.json; `repeats`: how many runs must be identical. */
export async function proveExercise(
  grader: Grader,
  root: string,
  slug: string,
  onClaim: (c: Claim) => void = () => {},
  o: { writeCosts?: boolean; repeats?: number } = {},
): Promise<Claim[]> {
  const dir = join(root, slug)
  const claims: Claim[] = []
  const say = (claim: string, holds: boolean, got: string, v?: Verdict, sample?: Sample) => {
    const c = { claim, holds, got, ms: v && 'ms' in v ? v.ms : 0, ...(sample ? { sample } : {}) }
    claims.push(c)
    onClaim(c)
  }
  const grade = (code: string, part: Part, suite: 'hidden' | 'visible' = 'hidden', fingerprint = false) =>
    grader.grade({ slug, code, suite, stage: part.stage, ...(fingerprint ? { fingerprint } : {}) }, {})
  const read = (file: string) => readFileSync(join(dir, file), 'utf8')
  const files = (folder: string) =>
    readdirSync(join(dir, folder))
      .filter((f) => f.endsWith('.ts'))
      .sort()

  const { stages, kind } = getExercise(slug, root)
  const parts: readonly Part[] =
    stages.length === 0
      ? [{ stage: undefined, folder: '', name: '' }]
      : stages.map(({ id }) => ({ stage: id, folder: `stages/${id}/`, name: `${id}: ` }))
  /** The stage's own reference, where it has one; else the exercise's. */
  const referenceOf = (part: Part) =>
    read(existsSync(join(dir, part.folder, 'solution.ts')) ? `${part.folder}solution.ts` : 'solution.ts')
  const last = parts.at(-1) as Part

  const costs: Record<string, Record<string, number>> = {}
  const sometimes: Record<string, number> = {}
  let further = 0
  const exposed = new Set<string>()
  let mutants: readonly string[] = []
  const note = (v: Verdict) => {
    if (v.outcome !== 'passed') return
    mutants = v.mutants?.results.map((m) => m.id) ?? mutants
    for (const m of v.mutants?.results ?? []) if (m.kill) exposed.add(m.id)
  }
  for (const part of parts) {
    const reference = await grade(referenceOf(part), part)
    say(`${part.name}the reference passes`, reference.outcome === 'passed', summary(reference), reference)
    const visible = await grade(referenceOf(part), part, 'visible')
    say(
      `${part.name}the reference passes the visible suite`,
      visible.outcome === 'passed',
      summary(visible),
      visible,
    )
    note(reference)
    if (reference.outcome !== 'passed') continue
    Object.assign(sometimes, reference.sometimes)
    further += reference.further ?? 0
    if (reference.costs.length > 0)
      costs[part.stage ?? ''] = Object.fromEntries(reference.costs.map((c) => [c.property, c.value]))
  }

  const styles = files('solutions')
  say(
    `there are at least ${MIN_STYLES} other correct styles`,
    styles.length >= MIN_STYLES,
    `${styles.length}`,
  )
  for (const f of styles) {
    const v = await grade(read(`solutions/${f}`), last)
    note(v)
    say(`solutions/${basename(f, '.ts')} passes`, v.outcome === 'passed', summary(v), v)
  }
  if (kind === 'nemesis') {
    const never = mutants.filter((id) => !exposed.has(id))
    const got = never.length === 0 ? `all ${mutants.length}` : `never: ${never.join(', ')}`
    say('every broken implementation can be exposed', mutants.length > 0 && never.length === 0, got)
  }

  const starter = await grade(read('starter.ts'), parts[0] as Part)
  say('the starter compiles and fails', starter.outcome === 'failed', summary(starter), starter)

  const otherwise: string[] = []
  let wrongs = 0
  for (const part of parts) {
    const wrong = files(`${part.folder}wrong`)
    wrongs += wrong.length
    if (stages.length > 0)
      say(
        `${part.name}there are at least ${MIN_WRONG_PER_STAGE} wrong solutions`,
        wrong.length >= MIN_WRONG_PER_STAGE,
        `${wrong.length}`,
      )
    for (const f of wrong) {
      const code = read(`${part.folder}wrong/${f}`)
      const declared = /^\/\/ fails: ([a-z0-9-]+)\s*$/m.exec(code.split('\n', 1)[0] ?? '')?.[1]
      const name = `${part.name}wrong/${basename(f, '.ts')}`
      if (declared === undefined) {
        say(
          `${name} declares the property it fails`,
          false,
          'its first line is not "// fails: <property id>"',
        )
        continue
      }
      const v = await grader.grade({ slug, code, suite: 'hidden', stage: part.stage, timings: true })
      const holds = v.outcome === 'failed' && v.property === declared
      say(`${name} fails first at ${declared}`, holds, summary(v), v, sampleOf(v))
      if (v.outcome === 'failed' && !(await failsTheSame(grader, slug, code, v, part.stage)))
        otherwise.push(name)
    }
  }
  say(`there are at least ${MIN_WRONG} wrong solutions`, wrongs >= MIN_WRONG, `${wrongs}`)
  say(
    'every counterexample replays to the same failure, and the run that it was shrunk from fails at the same property',
    otherwise.length === 0,
    otherwise.length === 0 ? 'all' : `not ${otherwise.join(', ')}`,
  )

  if (kind !== 'nemesis') {
    const { runs, leanings } = await leaningsOf(root, slug)
    say(
      'no expectation leans on a fault: the reference passes without faults, without each, and with each cut short',
      leanings.length === 0,
      leanings.length === 0 ? `${runs} runs` : leanings.join(' | '),
    )
  }

  // A nemesis meets every implementation in every round, and reruns what it exposes: one of its verdicts is many.
  const repeats = Math.ceil((o.repeats ?? REPEATS) / (kind === 'nemesis' ? 10 : 1))
  // All at once: the grader has its places, and the last exercise of a proof fills them alone.
  const started = performance.now()
  const verdicts = await Promise.all(
    Array.from({ length: repeats }, () => grade(referenceOf(last), last, 'hidden', true)),
  )
  const repeatsMs = performance.now() - started
  const prints = new Set(
    verdicts.map((v) => (v.outcome === 'passed' ? (v.fingerprint ?? 'no fingerprint') : summary(v))),
  )
  const same = prints.size === 1 && !prints.has('no fingerprint')
  const print = [...prints].join(', ')
  say(
    `${repeats} repeats are identical`,
    same,
    `${prints.size} fingerprint: ${print}, ${Math.round(repeatsMs)} ms`,
  )

  if (kind !== 'nemesis') {
    const never = Object.entries(sometimes).filter(([, n]) => n === 0)
    const total = Object.keys(sometimes).length
    const seen = `${total - never.length} of ${total}${further > 0 ? `, after ${further} further schedules` : ''}`
    say('every sometimes happens', total > 0 && never.length === 0 && further === 0, seen)
  }
  const text = `${JSON.stringify(costs, null, 2)}\n`
  const file = join(dir, 'costs.json')
  if (o.writeCosts && Object.keys(costs).length > 0) writeFileSync(file, text)
  const written = existsSync(file) ? JSON.stringify(referenceCosts(slug, root)) : '{}'
  say(
    'costs.json says what the reference costs',
    written === JSON.stringify(costs),
    written === JSON.stringify(costs)
      ? written
      : `${written}, measured ${JSON.stringify(costs)}; run with --costs`,
  )
  return claims
}

/** An exercise without stages is one part. `folder` ends in '/' or is empty. */
interface Part {
  readonly stage: string | undefined
  readonly folder: string
  readonly name: string
}

/** Replays what is shown, and the schedule in which it was found. */
export async function failsTheSame(
  grader: Grader,
  slug: string,
  code: string,
  found: Extract<Verdict, { outcome: 'failed' }>,
  stage?: string,
): Promise<boolean> {
  const { seed, faults, property, because } = found
  // Of a nemesis that exposed too little, or broke its own rules, there is no failing run.
  if (seed === '') return true
  const shown = await grader.grade({ slug, code, suite: 'hidden', stage, seed, faults })
  const whole = await grader.grade({ slug, code, suite: 'hidden', stage, seed })
  return (
    shown.outcome === 'failed' &&
    shown.property === property &&
    shown.because === because &&
    whole.outcome === 'failed' &&
    whole.property === property
  )
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
      return `our fault (${v.kind}): ${v.message}${neverSeen(v)}`
  }
}
