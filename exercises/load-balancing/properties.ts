/** What a balancer owes the requests and the hosts. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  const safety = (id: string, sentence: string) => s.property(id, sentence, { kind: 'safety', hint: id })
  return {
    slowHost: safety(
      'slow-host',
      'Of ten hosts, one that is ten times slower gets at most 5 % of the picks.',
    ),
    fair: safety(
      'fair',
      'With nothing in flight at any pick, every host gets its fair share of 10,000 picks, to within 20 %.',
    ),
    failingHost: safety(
      'failing-host',
      'A host that answers every request at once with an error gets at most 5 % of the picks.',
    ),
    inFlight: safety(
      'in-flight',
      'The requests in flight of a host are its picks without a done; a second done of a ticket and a done of a host that was removed change nothing.',
    ),
    twoChoices: safety(
      'two-choices',
      'Each pick draws two different eligible hosts at random and takes the one with fewer requests in flight.',
    ),
    ejection: safety(
      'ejection',
      'maxFails errors in a row, and no less, eject a host: it is not picked for ejectMs from then on.',
    ),
    returns: s.property(
      'returns',
      'A host is eligible again exactly ejectMs after its ejection, with its count of errors at 0; results that come meanwhile neither lengthen nor shorten that.',
      { kind: 'liveness', hint: 'returns' },
    ),
    limit: safety(
      'limit',
      'At no time are more than maxEjectedPct % of the hosts ejected, rounded down; an ejection above that is left out, and the count of errors stays.',
    ),
    alwaysAHost: safety(
      'always-a-host',
      'pick gives a host of the list whenever the list has one, even if all of them are ejected.',
    ),
    budget: s.property('budget', 'A pick takes at most 4 calls of env.random on average.', {
      kind: 'cost',
      hint: 'budget',
    }),
  }
}

export type Properties = ReturnType<typeof declare>
