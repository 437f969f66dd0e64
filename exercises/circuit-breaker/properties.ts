/** What a circuit breaker owes its callers and its dependency. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    trip: s.property(
      'trip',
      'Closed: every call goes through, and the breaker opens as soon as at least minCalls calls are complete and failurePct % or more of the last window have failed.',
      { kind: 'safety', hint: 'trip' },
    ),
    open: s.property(
      'open',
      'Open: until openMs have passed, every fire rejects with OpenError and fn is not called; from that instant on the breaker is half-open.',
      { kind: 'safety', hint: 'open' },
    ),
    probe: s.property(
      'probe',
      'Half-open: the first fire is the probe; until the probe ends, every other fire rejects with OpenError and fn is not called.',
      { kind: 'safety', hint: 'probe' },
    ),
    probeOutcome: s.property(
      'probe-outcome',
      'A probe that succeeds closes the breaker with an empty window; one that fails, or has not settled probeMs after it began, opens it for a full openMs from that instant.',
      { kind: 'safety', hint: 'probe-outcome' },
    ),
    leavesHalfOpen: s.property(
      'leaves-half-open',
      'However its probe ends, the breaker leaves half-open at that instant, at the latest probeMs after the probe began.',
      { kind: 'liveness', hint: 'leaves-half-open' },
    ),
    stale: s.property(
      'stale',
      'The result of a call that began in an earlier period goes to its caller and changes nothing else.',
      { kind: 'safety', hint: 'stale' },
    ),
    singleOpening: s.property(
      'single-opening',
      'Failures that arrive while the breaker is open neither extend the wait nor cancel it.',
      { kind: 'safety', hint: 'single-opening' },
    ),
    caller: s.property(
      'caller',
      'fire returns a promise that settles in the instant in which its result is known: with what fn gave, the very same value or error, or with OpenError.',
      { kind: 'safety', hint: 'caller' },
    ),
    idle: s.property('idle', 'Closed or half-open with no call running, the breaker holds no timer.', {
      kind: 'safety',
      hint: 'idle',
    }),
    budget: s.property('budget', 'After the trip, at most one call per openMs reaches a dead dependency.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
