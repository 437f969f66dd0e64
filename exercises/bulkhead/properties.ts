/** What a bulkhead owes those who call, those who wait and the one behind it. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    slots: s.property('slots', 'Never more than slots tasks have started and not settled.', {
      kind: 'safety',
      hint: 'slots',
    }),
    queue: s.property(
      'queue',
      'At most queue runs wait; one more rejects with FullError in the same instant, and its task is never called.',
      { kind: 'safety', hint: 'queue' },
    ),
    order: s.property(
      'order',
      'Waiters start in the order in which they came, and a freed slot goes to the first of them, never to a newcomer.',
      { kind: 'safety', hint: 'order' },
    ),
    wait: s.property(
      'wait',
      'A waiter whose task has not started maxWaitMs after it came rejects with FullError at that instant, leaves the queue, and is never started. A task that has started is left alone.',
      { kind: 'safety', hint: 'wait' },
    ),
    abort: s.property(
      'abort',
      'An aborted waiter rejects with the reason of its signal, leaves the queue, and is never started. Aborting a running task changes nothing.',
      { kind: 'safety', hint: 'abort' },
    ),
    capacity: s.property(
      'capacity',
      'However tasks and waits have ended, every slot comes back: when nothing runs and nobody waits, slots fresh tasks start at once.',
      { kind: 'liveness', hint: 'capacity' },
    ),
    conserving: s.property('conserving', 'No slot is idle while somebody waits.', {
      kind: 'liveness',
      hint: 'conserving',
    }),
    isolation: s.property('isolation', 'Two bulkheads never delay or refuse one another.', {
      kind: 'safety',
      hint: 'isolation',
    }),
    caller: s.property(
      'caller',
      'run returns a promise that settles in the instant in which its task does, with the very same value or error; the task is called at most once.',
      { kind: 'safety', hint: 'caller' },
    ),
    stats: s.property('stats', 'stats() counts the running tasks and the waiters of this moment.', {
      kind: 'safety',
      hint: 'stats',
    }),
    idle: s.property('idle', 'With nobody waiting, no timer is pending.', { kind: 'safety', hint: 'idle' }),
    budget: s.property('budget', 'At most one timer is pending per waiter.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
