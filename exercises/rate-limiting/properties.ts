/** What a rate limiter owes those who call and those who are protected. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    burst: s.property(
      'burst',
      'A bucket is full at first use: at one instant exactly burst tokens pass, and not one more.',
      { kind: 'safety', hint: 'burst' },
    ),
    rate: s.property(
      'rate',
      'In any closed interval of w ms a key is granted at most burst + floor(w / periodMs) tokens.',
      { kind: 'safety', hint: 'rate' },
    ),
    fullRate: s.property(
      'full-rate',
      'Time that passes while a bucket is not full is never lost: a take passes as soon as its tokens have accrued, however often was asked before.',
      { kind: 'liveness', hint: 'full-rate' },
    ),
    denial: s.property('denial', 'A denied take takes nothing.', { kind: 'safety', hint: 'denial' }),
    keys: s.property('keys', 'Each key has a bucket of its own; any string is a key.', {
      kind: 'safety',
      hint: 'keys',
    }),
    clock: s.property('clock', 'Jumps of the wall clock change no decision.', {
      kind: 'safety',
      hint: 'clock',
    }),
    remaining: s.property(
      'remaining',
      'remaining is the number of whole tokens that are left after the take.',
      { kind: 'safety', hint: 'remaining' },
    ),
    retryAfter: s.property(
      'retry-after',
      'retryAfter is the least d ≥ 1 such that the same take, d ms later and with no other traffic, succeeds; Infinity if none is.',
      { kind: 'safety', hint: 'retry-after' },
    ),
    held: s.property('held', 'A bucket that is not full is never forgotten, and size() counts it.', {
      kind: 'safety',
      hint: 'held',
    }),
    idle: s.property('idle', 'When 2 · burst · periodMs have passed without a take, no timer is pending.', {
      kind: 'safety',
      hint: 'idle',
    }),
    budget: s.property(
      'budget',
      'After a take, size() is at most 2 × the keys whose bucket was not full at some time in the last burst · periodMs, + 16.',
      { kind: 'cost', hint: 'budget' },
    ),
  }
}

export type Properties = ReturnType<typeof declare>
