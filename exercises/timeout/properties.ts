/** What a deadline scope owes its caller. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    inTime: s.property(
      'in-time',
      'A task that settles before the deadline decides the run: the run settles in that instant, with the same value or the same error.',
      { kind: 'safety', hint: 'in-time' },
    ),
    deadline: s.property(
      'deadline',
      'A run that is pending when its deadline comes rejects with TimeoutError in that very instant. The deadline is fixed when the scope is made.',
      { kind: 'liveness', hint: 'deadline' },
    ),
    late: s.property(
      'late',
      'A task that settles at or after the deadline yields TimeoutError, whichever callback runs first.',
      { kind: 'safety', hint: 'late' },
    ),
    childDeadline: s.property(
      'child-deadline',
      "A child's deadline is the earlier one of its parent's deadline and the instant at which it was made plus its own ms.",
      { kind: 'safety', hint: 'child-deadline' },
    ),
    signal: s.property(
      'signal',
      "When a run times out, its scope's signal is aborted before the caller sees the rejection; before the deadline it is never aborted.",
      { kind: 'safety', hint: 'signal' },
    ),
    expired: s.property(
      'expired',
      'A run in a scope without time left rejects with TimeoutError at once, and its task is not called.',
      { kind: 'safety', hint: 'expired' },
    ),
    remaining: s.property(
      'remaining',
      'remaining() is the number of milliseconds until the deadline, and 0 from the deadline on.',
      { kind: 'safety', hint: 'remaining' },
    ),
    caller: s.property(
      'caller',
      'run calls its task once, with the scope itself, in the same instant; it returns a promise in every case, and passes values and errors on as they are.',
      { kind: 'safety', hint: 'caller' },
    ),
    wallClock: s.property('wall-clock', 'Jumps of the wall clock change nothing.', {
      kind: 'safety',
      hint: 'wall-clock',
    }),
    idle: s.property('idle', 'When no run is pending, no timer is pending.', {
      kind: 'safety',
      hint: 'idle',
    }),
    budget: s.property('budget', 'There is never more than one timer per pending run.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
