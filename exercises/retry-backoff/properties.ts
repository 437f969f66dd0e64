/** What a retrier owes its callers and the service. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    attempts: s.property(
      'attempts',
      'There are at most maxAttempts attempts, the first included, numbered from 1; the next one starts only when the one before has ended.',
      { kind: 'safety', hint: 'attempts' },
    ),
    kinds: s.property(
      'kinds',
      'fatal is never tried again, refused is, and unknown is only if the call is idempotent.',
      { kind: 'safety', hint: 'kinds' },
    ),
    delay: s.property(
      'delay',
      'Attempt k + 1 starts between 0 and min(capMs, baseMs · 2^(k−1)) after the failure of attempt k, unless retryAfter is longer.',
      { kind: 'safety', hint: 'delay' },
    ),
    jitter: s.property(
      'jitter',
      'Delays are drawn afresh from the whole range: over 200 of them each half of it gets at least 30 %.',
      { kind: 'safety', hint: 'jitter' },
    ),
    retryAfter: s.property(
      'retry-after',
      'No attempt starts before retryAfter has passed since the failure that carried it; if it is longer than the delay, it is the delay.',
      { kind: 'safety', hint: 'retry-after' },
    ),
    deadline: s.property(
      'deadline',
      'No attempt starts at or after the start of the call plus totalMs; a call whose next attempt would, rejects at once.',
      { kind: 'safety', hint: 'deadline' },
    ),
    bucket: s.property(
      'bucket',
      'A retry takes cost from the bucket that all calls share, when it is decided; without so many tokens the call rejects at once. Each attempt that succeeds puts refill back, up to capacity.',
      { kind: 'safety', hint: 'bucket' },
    ),
    caller: s.property(
      'caller',
      'A call settles in the instant in which its outcome is known: with the value of its operation, or with the very object of its last failure.',
      { kind: 'safety', hint: 'caller' },
    ),
    wallClock: s.property('wall-clock', 'Jumps of the wall clock change nothing.', {
      kind: 'safety',
      hint: 'wall-clock',
    }),
    idle: s.property('idle', 'When no call is pending, no timer is pending.', {
      kind: 'safety',
      hint: 'idle',
    }),
    budget: s.property(
      'budget',
      'In a total outage 100 calls, with 3 retries in the bucket, make no more than 110 attempts; so do 100 calls of which one fails once.',
      { kind: 'cost', hint: 'budget' },
    ),
  }
}

export type Properties = ReturnType<typeof declare>
