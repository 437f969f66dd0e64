import type { ExerciseProgress, KindTally, PropertyKind } from '../progress/index.ts'

/** How a learner fares at one kind of promise. */
export interface KindReport {
  kind: PropertyKind
  /** Submissions that it was the first to fail. */
  failures: number
  /** Exercises in which that happened. */
  exercises: number
  /** Of those, the ones that have been passed since; uuids. */
  mended: string[]
  /** Of those, the ones that still wait for a pass; uuids, the one that failed last first. */
  open: string[]
  /** The newest failure, as the property's sentence; null when there is none, and for a limit. */
  sentence: string | null
  /**
   * 'open': there is something to mend. 'mended': it failed, and was passed everywhere since. 'clean': it never failed, and
   * enough was passed for that to say something. 'unknown': too little was judged.
   */
  verdict: 'open' | 'mended' | 'clean' | 'unknown'
}

/** So many exercises have to be passed before a kind that never failed says something about the learner. */
const CLEAN_FROM = 3

const KINDS: readonly PropertyKind[] = ['safety', 'liveness', 'history', 'cost', 'threw', 'survived', 'limit']

/** One report for each kind, what is open first, then by the number of failures. */
export function kindReports(
  tallies: readonly KindTally[],
  progress: readonly Pick<ExerciseProgress, 'exerciseUuid' | 'state'>[],
): KindReport[] {
  const passed = new Set(progress.filter((p) => p.state === 'PASSED').map((p) => p.exerciseUuid))
  const reports = KINDS.map((kind): KindReport => {
    const own = tallies.filter((tally) => tally.kind === kind)
    const open = own.filter((tally) => !passed.has(tally.exerciseUuid)).map((tally) => tally.exerciseUuid)
    return {
      kind,
      failures: own.reduce((sum, tally) => sum + tally.failures, 0),
      exercises: own.length,
      mended: own.filter((tally) => passed.has(tally.exerciseUuid)).map((tally) => tally.exerciseUuid),
      open,
      sentence: own[0]?.sentence ?? null,
      verdict:
        open.length > 0
          ? 'open'
          : own.length > 0
            ? 'mended'
            : passed.size >= CLEAN_FROM
              ? 'clean'
              : 'unknown',
    }
  })
  const rank = (r: KindReport) => (r.open.length > 0 ? 0 : 1)
  return reports.sort((a, b) => rank(a) - rank(b) || b.failures - a.failures)
}
