/** What a batcher owes. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    dispatch: s.property(
      'dispatch',
      'A batch is dispatched when it gets its maxSize-th key, at its first key + maxWaitMs, or on flush(), and at no other time.',
      { kind: 'liveness', hint: 'dispatch' },
    ),
    keys: s.property(
      'keys',
      'fetchMany gets the distinct keys of the batch, in the order in which they were first loaded, as an array of its own.',
      { kind: 'safety', hint: 'keys' },
    ),
    sharing: s.property('sharing', 'All loads of one key in one batch get the result of that key.', {
      kind: 'safety',
      hint: 'sharing',
    }),
    fresh: s.property(
      'fresh',
      'A load gets its result from a fetch that was dispatched after it was called: it joins no batch that has gone, and nothing is cached.',
      { kind: 'safety', hint: 'fresh' },
    ),
    items: s.property(
      'items',
      'results[i] belongs to keys[i]; a result that is an Error rejects the loads of its key with it, and no others.',
      { kind: 'safety', hint: 'items' },
    ),
    failure: s.property(
      'failure',
      'If fetchMany rejects, throws, or gives more or fewer results than keys, all loads of that batch are rejected, and no others.',
      { kind: 'safety', hint: 'failure' },
    ),
    concurrent: s.property('concurrent', 'No batch waits for another one.', {
      kind: 'liveness',
      hint: 'concurrent',
    }),
    caller: s.property(
      'caller',
      'load returns a promise in every case, and it settles in the instant in which its fetch does; neither load nor flush ever throws.',
      { kind: 'safety', hint: 'caller' },
    ),
    idle: s.property('idle', 'There is at most one timer, and none when no key is waiting.', {
      kind: 'safety',
      hint: 'idle',
    }),
    budget: s.property('budget', 'No load waits longer than maxWaitMs for its fetch to start.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
