/** One term on a slow and a fast clock: the run of the lesson's figure, with the settings of the question. */
import type { PlayedRun } from '@/app/ui/quiz/played-run.ts'
import { STEP_MS, simulate } from '../figures/one-term.ts'

export default async function play(): Promise<PlayedRun> {
  const run = await simulate({ counting: 'sending', driftPct: 5, answerMs: 10 })
  const overlapMs = Math.round(run.stopsMs - run.nextMs)
  const near = (ms: number) => Math.abs(overlapMs - ms) <= 2 * STEP_MS
  const shows = overlapMs <= 0 ? 'gap' : near(190) ? 'overlap-190' : near(100) ? 'overlap-100' : null
  return {
    trace: run.end.trace,
    nodes: run.nodes,
    shows,
    measured: `The server grants to h2 at ${Math.round(run.nextMs)} ms; h1 stops at ${Math.round(run.stopsMs)} ms: ${overlapMs} ms with two owners, to within ${STEP_MS} ms.`,
    picture: {
      kind: 'timeline',
      title: 'Who believes that the lease is theirs, in true time since the sending',
      fromMs: 0,
      toMs: 2300,
      rows: [
        {
          name: 'h1',
          bars: [{ fromMs: run.answeredMs, toMs: run.stopsMs, text: 'uses the lease', look: 'solid' }],
        },
        {
          name: 'server',
          bars: [{ fromMs: run.grantedMs, toMs: run.nextMs, text: 'lent to h1', look: 'open' }],
        },
        {
          name: 'h2',
          bars: [
            { fromMs: run.nextMs, toMs: 2300, text: 'uses the lease', look: 'solid', openEnded: true },
            ...(overlapMs > 0
              ? ([
                  {
                    fromMs: run.nextMs,
                    toMs: run.stopsMs,
                    text: 'two owners',
                    look: 'hatched',
                    accent: 'fault',
                  },
                ] as const)
              : []),
          ],
        },
      ],
    },
  }
}
