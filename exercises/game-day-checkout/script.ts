/** The game day, second by second. It is no secret. */
import type { Script } from './system.ts'

export const OUTAGE: Script = {
  durationMs: 27_000,
  phases: [
    { fromMs: 4000, health: 'slow' },
    { fromMs: 9000, health: 'silent' },
    { fromMs: 13_000, health: 'well' },
  ],
  surges: [{ fromMs: 18_000, untilMs: 21_000, perSecond: 100, by: 'bot' }],
}
