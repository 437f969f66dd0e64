/** What a health checker owes. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    schedule: s.property(
      'schedule',
      'Probe k of every target starts at t0 + k · intervalMs, whatever the other targets do.',
      { kind: 'liveness', hint: 'schedule' },
    ),
    inTime: s.property(
      'in-time',
      'A probe has passed if it is fulfilled before start + timeoutMs; at that instant it has failed, and nothing that comes later counts.',
      { kind: 'safety', hint: 'in-time' },
    ),
    down: s.property(
      'down',
      'A target becomes unhealthy at its failureThreshold-th failure in a row, and not before.',
      { kind: 'safety', hint: 'down' },
    ),
    startUp: s.property('start-up', 'An unknown target becomes healthy at its first pass.', {
      kind: 'safety',
      hint: 'start-up',
    }),
    up: s.property(
      'up',
      'An unhealthy target becomes healthy at its successThreshold-th pass in a row, and not before.',
      { kind: 'safety', hint: 'up' },
    ),
    changes: s.property(
      'changes',
      'onChange is called once for each change of a state, in the instant of the change, when state() says the new one.',
      { kind: 'safety', hint: 'changes' },
    ),
    candidates: s.property('candidates', 'candidates() are the healthy targets, in the given order.', {
      kind: 'safety',
      hint: 'candidates',
    }),
    failOpen: s.property('fail-open', 'When no target is healthy, candidates() are all targets.', {
      kind: 'safety',
      hint: 'fail-open',
    }),
    signal: s.property(
      'signal',
      'The signal of a probe is aborted in the instant in which it times out, and never if it settled in time.',
      { kind: 'safety', hint: 'signal' },
    ),
    stop: s.property(
      'stop',
      'stop() aborts the signals of all probes under way; after it no probe starts, nobody is called, and no timer is left.',
      { kind: 'safety', hint: 'stop' },
    ),
    wallClock: s.property('wall-clock', 'Jumps of the wall clock change nothing.', {
      kind: 'safety',
      hint: 'wall-clock',
    }),
    budget: s.property('budget', 'No target ever has more than one probe under way.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
