/** The game day, second by second. It is no secret. */
import type { Script } from './system.ts'

export const OUTAGE: Script = {
  durationMs: 23_000,
  sick: [
    { fromMs: 4000, untilMs: 7000, who: 'r2', how: 'slow' },
    { fromMs: 13_000, untilMs: 16_000, who: 'r3', how: 'refusing' },
    { fromMs: 17_500, untilMs: 20_500, who: 'r1', how: 'slow' },
  ],
  sale: { fromMs: 8500, untilMs: 11_500, perSecond: 60, everyMs: 300 },
  coldAtMs: [13_000],
  cacheAway: [{ fromMs: 17_500, untilMs: 20_500 }],
  rush: { fromMs: 17_500, untilMs: 20_500, perSecond: 8 },
}
