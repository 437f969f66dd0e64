/** The game day, second by second. It is no secret. */
import type { Script } from './system.ts'

/** A crash loop: down for 1.3 s, up for 0.7 s. */
export const flapping = (who: string, fromMs: number, times: number) =>
  Array.from({ length: times }, (_, i) => ({
    fromMs: fromMs + i * 2000,
    untilMs: fromMs + i * 2000 + 1300,
    who,
    how: 'dead' as const,
  }))

export const OUTAGE: Script = {
  durationMs: 28_000,
  phases: [
    { fromMs: 2500, untilMs: 8200, who: 'n2', how: 'lagging' },
    { fromMs: 4000, untilMs: 6000, who: 'n1', how: 'slow' },
    { fromMs: 6000, untilMs: 10_500, who: 'n1', how: 'frozen' },
    { fromMs: 12_000, untilMs: 14_500, who: 'n3', how: 'cut' },
    ...flapping('n2', 15_500, 3),
    { fromMs: 21_500, untilMs: 28_000, who: 'n3', how: 'dead' },
  ],
}
