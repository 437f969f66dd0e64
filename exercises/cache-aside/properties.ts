/** What a repository beside a cache owes its callers, the cache and the store. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  const safety = (id: string, sentence: string) => s.property(id, sentence, { kind: 'safety', hint: id })
  return {
    fresh: safety(
      'fresh',
      'A read that begins after a write has resolved, on whichever server, never returns an older version.',
    ),
    write: safety(
      'write',
      'write puts, then deletes, again pollMs after each failure, and resolves when a delete has succeeded; if the put fails, it deletes once and rejects with the error of the put.',
    ),
    herd: safety(
      'herd',
      'A read that gets no lease leaves the store alone and asks the cache again pollMs after each such answer.',
    ),
    fill: safety(
      'fill',
      'A read that gets the lease asks the store once, and hands what it got to c.set once, with that lease.',
    ),
    hit: safety(
      'hit',
      'Every read begins with a c.get of its own, at once; a hit is its answer, and it calls nothing more.',
    ),
    absence: safety(
      'absence',
      'That there is nothing (null) is cached, and answered from the cache, like any value.',
    ),
    storeError: safety(
      'store-error',
      'A rejection of s.get goes to its reader, the very same error, and nothing remembers it: no fill, no delete, no effect on the next read.',
    ),
    cacheDown: safety(
      'cache-down',
      'When c.get rejects, the read makes one s.get of its own and fills nothing; a c.set that rejects or is refused does not fail the read.',
    ),
    ttl: safety(
      'ttl',
      'Each fill draws its time to live: a whole number from ttlMs · (1 − jitterPct/100) to ttlMs, each half of that range getting at least 30 % of the fills.',
    ),
    settles: s.property(
      'settles',
      'A read or write settles in the instant in which its result is known; a read that fills, at the latest when c.set has settled.',
      { kind: 'liveness', hint: 'settles' },
    ),
    budget: s.property('budget', 'A hit costs one c.get and nothing else.', { kind: 'cost', hint: 'budget' }),
  }
}

export type Properties = ReturnType<typeof declare>
