/** The game day, second by second. It is no secret. */
import type { Script } from './system.ts'

const all = ['b1', 'b2', 'b3']

export const OUTAGE: Script = {
  durationMs: 26_000,
  phases: [
    { fromMs: 3000, untilMs: 8000, who: ['b2'], how: 'hung' },
    { fromMs: 10_000, untilMs: 14_000, who: ['b3'], how: 'unready' },
    { fromMs: 16_000, untilMs: 16_250, who: all, how: 'unready' },
    { fromMs: 18_000, untilMs: 21_000, who: all, how: 'slow' },
  ],
  rush: { fromMs: 18_000, untilMs: 21_000, perSecond: 9 },
}
