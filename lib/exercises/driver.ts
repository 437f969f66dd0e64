/**
 * The suite's half of a graded run, bundled with one suite and evaluated in the caged process, outside the learner's
 * isolate. Also the contract between the grader and that bundle.
 */
import type { ExploreOptions, FaultOp, Suite, Verdict } from '../suite/index.ts'
import { placeOf } from '../suite/index.ts'
import { judge, judgeAgain } from './judge.ts'
import { trimVerdict } from './trim.ts'

export { joined } from './joined.ts'

export interface DriverInput {
  /** Replay of this one schedule; all schedules when absent. */
  readonly seed?: string
  readonly faults?: readonly FaultOp[]
  /** Explore only this scenario. */
  readonly scenario?: string
  /** Events that one run may have. */
  readonly maxEvents?: number
  readonly fingerprint?: boolean
  readonly timings?: boolean
  readonly asFound?: boolean
  /** Of a replay: says before each step what is about to happen, for a run that will not live to tell. */
  readonly steps?: boolean
}

type Port = Parameters<typeof judge>[1]
type Progress = (p: { done: number; of: number }) => void
type Playing = NonNullable<ExploreOptions['onPlaying']>

export function driverOf(suite: Suite) {
  return {
    async run(port: Port, input: DriverInput, onProgress: Progress, onPlaying: Playing): Promise<Verdict> {
      const { maxEvents, fingerprint, timings, asFound, steps, seed, faults } = input
      const place = seed === undefined ? {} : placeOf(suite, seed)
      const o = {
        clock: () => performance.now(),
        onProgress,
        onPlaying,
        ...(steps ? { onStep: (doing: string) => onPlaying({ ...place, doing }) } : {}),
        ...(maxEvents === undefined ? {} : { maxEvents }),
        ...(fingerprint === undefined ? {} : { fingerprint }),
        ...(timings === undefined ? {} : { timings }),
        ...(asFound === undefined ? {} : { asFound }),
      }
      if (seed === undefined) return trimVerdict(await judge(only(suite, input.scenario), port, o))
      only(suite, seed.replace(/^.*\//, '').split('#')[0])
      return trimVerdict(
        await judgeAgain(suite, port, { seed, ...(faults === undefined ? {} : { faults }) }, o),
      )
    },
  }
}

function only(suite: Suite, scenario: string | undefined): Suite {
  if (scenario === undefined) return suite
  const scenarios = suite.scenarios.filter((s) => s.name === scenario)
  if (scenarios.length > 0) return { ...suite, scenarios }
  const names = suite.scenarios.map((s) => s.name).join(', ')
  throw new Error(`suite '${suite.name}' has no scenario '${scenario}'; it has ${names}`)
}
