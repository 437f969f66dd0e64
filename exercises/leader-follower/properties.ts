/** What both suites of `leader-follower` judge by. */
import type { Property, SuiteBuilder } from '../../lib/suite/index.ts'

export interface Properties {
  readonly prefix: Property
  readonly durable: Property
  readonly value: Property
  readonly ownIndex: Property
  readonly leaderOnly: Property
  readonly minIndex: Property
  readonly atOnce: Property
  readonly catchUp: Property
  readonly shipBudget: Property
  readonly steadyBudget: Property
}

export function declare(s: SuiteBuilder): Properties {
  return {
    prefix: s.property(
      'prefix',
      "Every follower's log is a prefix of the leader's: the same entries in the same order, none twice, none left out.",
      { kind: 'safety', hint: 'prefix' },
    ),
    durable: s.property(
      'durable',
      'An entry whose add was answered is in the leader’s log for ever, crashes included.',
      {
        kind: 'safety',
        hint: 'durable',
      },
    ),
    value: s.property(
      'value',
      'A get tells how many entries are applied here, and the sum of its key over exactly those.',
      { kind: 'safety', hint: 'value' },
    ),
    ownIndex: s.property(
      'own-index',
      'Each add that reaches the leader makes one entry, and its answer has the index of that entry and the value there.',
      { kind: 'safety', hint: 'own-index' },
    ),
    leaderOnly: s.property('leader-only', 'A follower refuses every add with not-leader.', {
      kind: 'safety',
      hint: 'leader-only',
    }),
    minIndex: s.property(
      'min-index',
      'A get with minIndex is never answered from fewer entries: it is answered as soon as they are here, and refused with lagging if they are not after 300 ms.',
      { kind: 'safety', hint: 'min-index' },
    ),
    atOnce: s.property(
      'at-once',
      'A get without minIndex, and an add at the leader, are answered within 20 ms, whoever else can be reached.',
      { kind: 'liveness', hint: 'at-once' },
    ),
    catchUp: s.property(
      'catch-up',
      'A follower has every entry within 200 ms when nothing fails, and within 1,000 ms of the end of all trouble.',
      { kind: 'liveness', hint: 'catch-up' },
    ),
    shipBudget: s.property('ship-budget', 'Catching up ships each missing entry at most twice.', {
      kind: 'cost',
      hint: 'ship-budget',
    }),
    steadyBudget: s.property(
      'steady-budget',
      'Nodes exchange at most 4 messages per add, and one poll with its answer per follower and 100 ms.',
      { kind: 'cost', hint: 'steady-budget' },
    ),
  }
}
