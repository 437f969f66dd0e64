/** What both suites of `failover` judge by. */
import type { Property, SuiteBuilder } from '../../lib/suite/index.ts'

export interface Properties {
  readonly fenceFirst: Property
  readonly oneWorkerPerEpoch: Property
  readonly patience: Property
  readonly noFailBack: Property
  readonly restart: Property
  readonly named: Property
  readonly namedAtOnce: Property
  readonly oneMove: Property
  readonly detection: Property
  readonly retry: Property
  readonly takeover: Property
  readonly pingBudget: Property
  readonly switchBudget: Property
  readonly activationBudget: Property
}

export function declare(s: SuiteBuilder): Properties {
  return {
    fenceFirst: s.property(
      'fence-first',
      'A worker is activated under an epoch only after the ledger has acknowledged the fence of that epoch.',
      { kind: 'safety', hint: 'fence-first' },
    ),
    oneWorkerPerEpoch: s.property(
      'one-worker-per-epoch',
      'No epoch is offered to two workers, and none is offered after a higher one, restarts of the controller included.',
      { kind: 'safety', hint: 'one-worker-per-epoch' },
    ),
    patience: s.property(
      'patience',
      'The other worker is not activated while the incumbent has answered one of its last three pings.',
      { kind: 'safety', hint: 'patience' },
    ),
    noFailBack: s.property(
      'no-fail-back',
      'A worker that has failed and recovered stays passive while the incumbent answers.',
      { kind: 'safety', hint: 'no-fail-back' },
    ),
    restart: s.property('restart', 'A restart of the controller alone moves nothing to the other worker.', {
      kind: 'safety',
      hint: 'restart',
    }),
    named: s.property(
      'named',
      'who names a worker only once it is known to be active under the epoch that is named, and under no older epoch than was offered last.',
      { kind: 'safety', hint: 'named' },
    ),
    namedAtOnce: s.property(
      'named-at-once',
      'From the acknowledgement of its activate on, who names the worker, until a ping of it is missed or answered otherwise.',
      { kind: 'safety', hint: 'named-at-once' },
    ),
    oneMove: s.property(
      'one-move',
      'Neither a fence nor an activate leaves while another one has been under way for less than 100 ms.',
      { kind: 'safety', hint: 'one-move' },
    ),
    detection: s.property(
      'detection',
      'When the incumbent crashes and nothing else is in the way, the other worker is sent an activate within 900 ms.',
      { kind: 'liveness', hint: 'detection' },
    ),
    retry: s.property(
      'retry',
      'After a fence or an activate without an answer the next one leaves within 500 ms, as long as it is needed.',
      { kind: 'liveness', hint: 'retry' },
    ),
    takeover: s.property(
      'takeover',
      'If controller, ledger and one worker can talk, the ledger takes entries of a named worker within 2,000 ms.',
      { kind: 'liveness', hint: 'takeover' },
    ),
    pingBudget: s.property('ping-budget', 'Each worker gets at most 2 pings per 200 ms.', {
      kind: 'cost',
      hint: 'ping-budget',
    }),
    switchBudget: s.property(
      'switch-budget',
      'There are at most as many switches as failures of 600 ms or more.',
      { kind: 'cost', hint: 'switch-budget' },
    ),
    activationBudget: s.property(
      'activation-budget',
      'On average a start or a crash of a worker leads to at most 2 activates.',
      { kind: 'cost', hint: 'activation-budget' },
    ),
  }
}
