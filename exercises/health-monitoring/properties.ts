/** What a monitor owes the one who is on call. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    fresh: s.property(
      'fresh',
      "Of each checker's reports about a service only the latest counts, and only while its age is below staleMs.",
      { kind: 'safety', hint: 'fresh' },
    ),
    threshold: s.property(
      'threshold',
      'A service without fresh reports is unknown; any other is up if more than upPct per cent of the fresh reports say so, and down if not.',
      { kind: 'safety', hint: 'threshold' },
    ),
    raise: s.property(
      'raise',
      'A raise comes at the instant at which the service has been down or unknown, in any mix, for raiseMs without interruption; start-up counts as unknown.',
      { kind: 'safety', hint: 'raise' },
    ),
    rootCause: s.property(
      'root-cause',
      'Nothing is raised while anything that it depends on, directly or not, is raised. If it is still due when that ends, it is raised then.',
      { kind: 'safety', hint: 'root-cause' },
    ),
    clear: s.property(
      'clear',
      'A clear comes at the instant at which a raised service has been up for clearMs without interruption.',
      { kind: 'safety', hint: 'clear' },
    ),
    alternate: s.property(
      'alternate',
      'The pages about one service alternate: raise, clear, raise, clear, one of each per episode.',
      { kind: 'safety', hint: 'alternate' },
    ),
    wallClock: s.property('wall-clock', 'Jumps of the wall clock change nothing.', {
      kind: 'safety',
      hint: 'wall-clock',
    }),
    stop: s.property('stop', 'After stop() no page comes, and no timer is pending.', {
      kind: 'safety',
      hint: 'stop',
    }),
    memory: s.property('memory', 'At most services · (checkers + 1) timers are pending.', {
      kind: 'cost',
      hint: 'memory',
    }),
    wakes: s.property('wakes', 'Timers fire at most 2 · (reports + services) times.', {
      kind: 'cost',
      hint: 'wakes',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
