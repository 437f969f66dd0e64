/** What the fates of mutants say of a suite: its score, and what of mutants.json does not fit any more. */
import type { Mutant } from './generate.ts'
import type { Graded } from './run.ts'
import type { Survivor } from './survivors.ts'

/** Percent of the mutants that count which a hidden suite has to kill: of a game day those that only tune it do not (decision 0117). */
export const SCORE_MIN = 90

export interface OperatorTally {
  readonly operator: string
  readonly killed: number
  readonly survived: number
}

export interface Report {
  /** All that the reference has; fewer were graded when sampled. */
  readonly generated: number
  readonly graded: number
  readonly killed: number
  /** Of the killed: those that no property but a limit stopped, by limit. */
  readonly killedByLimit: Readonly<Record<string, number>>
  readonly equivalent: number
  /** Survivors that are not equivalent, listed or not. */
  readonly survived: number
  /** Percent: killed of those graded that count. */
  readonly score: number
  /** Survivors that are not listed. */
  readonly unlisted: readonly Graded[]
  /** Listed, graded and killed. */
  readonly killedThough: readonly Graded[]
  /** Listed, and no mutant of this reference. */
  readonly gone: readonly Survivor[]
  /** Refused before they ran. There should be none: what does not compile is no mutant. */
  readonly stillborn: readonly Graded[]
  readonly byOperator: readonly OperatorTally[]
  readonly byProperty: Readonly<Record<string, number>>
  readonly ms: number
}

export function judge(
  generated: readonly Mutant[],
  graded: readonly Graded[],
  listed: readonly Survivor[],
  ms: number,
  { isGameDay = false } = {},
): Report {
  const reasons = new Map(listed.map((s) => [s.id, s.reason]))
  const ids = new Set(generated.map((m) => m.id))
  const killed = graded.filter((m) => m.end === 'killed')
  const survived = graded.filter((m) => m.end === 'survived')
  const equivalent = survived.filter((m) => reasons.get(m.id) === 'equivalent').length
  const tuning = isGameDay ? survived.filter((m) => reasons.get(m.id) === 'unspecified').length : 0
  const counted = killed.length + survived.length - equivalent - tuning
  return {
    generated: generated.length,
    graded: graded.length,
    killed: killed.length,
    killedByLimit: tally(killed.map((m) => m.by).filter((by) => by.startsWith('limit: '))),
    equivalent,
    survived: survived.length - equivalent,
    score: counted === 0 ? 100 : Math.floor((killed.length * 1000) / counted) / 10,
    unlisted: survived.filter((m) => !reasons.has(m.id)),
    killedThough: killed.filter((m) => reasons.has(m.id)),
    gone: listed.filter((s) => !ids.has(s.id)),
    stillborn: graded.filter((m) => m.end === 'stillborn'),
    byOperator: Object.keys(tally(graded.map((m) => m.operator))).map((operator) => ({
      operator,
      killed: killed.filter((m) => m.operator === operator).length,
      survived: survived.filter((m) => m.operator === operator).length,
    })),
    byProperty: tally(killed.map((m) => m.by)),
    ms: Math.round(ms),
  }
}

/** What does not hold, one line each; none when the suite stands the test. */
export function breaches(r: Report): string[] {
  const name = (m: { id: string; was: string; now: string }) => `${m.id}  ${short(m.was)} -> ${short(m.now)}`
  return [
    ...(r.score < SCORE_MIN ? [`the hidden suite kills ${r.score} %, and ${SCORE_MIN} % are needed`] : []),
    ...r.unlisted.map((m) => `survives and is not in mutants.json (${m.by}): ${name(m)}`),
    ...r.killedThough.map((m) => `is in mutants.json and is killed by ${m.by}: ${name(m)}`),
    ...r.gone.map((s) => `is in mutants.json and is no mutant of the reference: ${name(s)}`),
    ...r.stillborn.map((m) => `was refused (${m.by}): ${name(m)}`),
  ]
}

export function reportLines(r: Report): string[] {
  const limits = Object.entries(r.killedByLimit).map(([by, n]) => `${n} by ${by}`)
  const sampled = r.graded < r.generated ? ` of ${r.generated}, sampled` : ''
  const width = Math.max(...r.byOperator.map((o) => o.operator.length))
  return [
    `${r.graded} mutants${sampled}: ${r.killed} killed${limits.length > 0 ? ` (${limits.join(', ')})` : ''}, ${r.equivalent} equivalent by hand, ${r.survived} survivors; ${r.score} % killed; ${r.ms} ms`,
    ...r.byOperator.map(
      (o) => `  ${o.operator.padEnd(width)}  ${o.killed} of ${o.killed + o.survived} killed`,
    ),
  ]
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function short(text: string): string {
  return text.length > 90 ? `${text.slice(0, 87)}...` : text || '(nothing)'
}
