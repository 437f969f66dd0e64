/**
 * Grades mutants as a learner's submission is graded: hidden suite, real sandbox, stop at the first failure. What is
 * known of a mutant, by its code, suite and engine, is kept in .cache and not graded again.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSuite, engineVersion, getExercise } from '../../lib/exercises/index.ts'
import type { Grader } from '../../lib/grader/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'
import { root } from '../launcher/root.ts'
import { neverSeen } from '../unseen.ts'
import type { Mutant } from './generate.ts'

/** Processor time that a mutant may take: more than twice what the slowest reference takes. One that loops is killed by it. */
export const MUTANT_CPU_MS = 3000

const CRASHED = 'our fault: crashed'

export interface Fate {
  /** 'stillborn': refused before it ran, so it says nothing of the suite. */
  readonly end: 'killed' | 'survived' | 'stillborn'
  /** Property id, `limit: time`, `no export`; of a survivor what the verdict was. */
  readonly by: string
  readonly ms: number
}

export interface Graded extends Mutant, Fate {}

export interface RunOptions {
  /** Folder that holds the exercises. */
  readonly root?: string
  /** Folder of the results kept; none are kept without. */
  readonly cache?: string
  readonly onGraded?: (m: Graded) => void
}

export const CACHE = join(root, '.cache/mutants')

/** In the order given. As many at once as the grader has places. */
export async function run(
  grader: Grader,
  slug: string,
  mutants: readonly Mutant[],
  o: RunOptions = {},
): Promise<Graded[]> {
  const version = await versionOf(slug, o.root)
  const file = o.cache === undefined ? undefined : join(o.cache, `${slug}.json`)
  const known = new Map<string, Fate>(file && existsSync(file) ? Object.entries(readKept(file, version)) : [])
  const graded = await Promise.all(
    mutants.map(async (m) => {
      const key = hash(m.code)
      const fate =
        known.get(key) ?? fateOf(await grader.grade({ slug, code: m.code, suite: 'hidden', asFound: true }))
      if (!fate.by.startsWith(CRASHED)) known.set(key, fate)
      const done = { ...m, ...fate }
      o.onGraded?.(done)
      return done
    }),
  )
  if (o.cache !== undefined && file !== undefined) {
    mkdirSync(o.cache, { recursive: true })
    writeFileSync(file, JSON.stringify({ version, fates: Object.fromEntries(known) }))
  }
  return graded
}

function fateOf(v: Verdict): Fate {
  switch (v.outcome) {
    case 'failed':
      return { end: 'killed', by: v.property, ms: v.ms }
    case 'exceeded':
      return { end: 'killed', by: `limit: ${v.limit}`, ms: v.ms }
    case 'rejected':
      if (v.reason === 'no-export') return { end: 'killed', by: 'no export', ms: 0 }
      return { end: 'stillborn', by: v.message, ms: 0 }
    case 'passed':
      return { end: 'survived', by: 'passed', ms: v.ms }
    case 'our-fault':
      return { end: 'survived', by: `our fault: ${v.kind}: ${v.message}${neverSeen(v)}`, ms: v.ms }
  }
}

/** Changes with everything that decides a verdict but the code. */
async function versionOf(slug: string, exercises?: string): Promise<string> {
  const { fixture, limits } = getExercise(slug, exercises)
  const bundle = await bundleSuite(
    slug,
    'hidden',
    'driver',
    exercises === undefined ? {} : { root: exercises },
  )
  return hash(JSON.stringify([bundle.hash, fixture, limits, engineVersion(), MUTANT_CPU_MS]))
}

function readKept(file: string, version: string): Record<string, Fate> {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { version: string; fates: Record<string, Fate> }
  return kept.version === version ? kept.fates : {}
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
