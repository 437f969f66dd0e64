/** What the shop's web servers owe customers, the back office and the database. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  const rule = (id: string, sentence: string, kind: 'safety' | 'liveness') =>
    s.property(id, sentence, { kind, hint: id })
  const cost = (id: string, sentence: string) => s.property(id, sentence, { kind: 'cost', hint: id })
  return {
    fresh: rule(
      'fresh',
      'A page that comes after some server has answered set for a new price shows this price or a later one, and none that there never was.',
      'safety',
    ),
    answers: rule(
      'answers',
      'Every page and every change of a price is answered within 1,000 ms, a change later only by as long as the cache refuses.',
      'liveness',
    ),
    callsWhileWell: cost('calls-while-well', 'On an ordinary day most pages cost the database no call.'),
    callsToSick: cost('calls-to-the-sick', 'A replica that is slow or refuses gets next to no calls.'),
    loadsInTheSale: cost(
      'loads-in-the-sale',
      'When the price of the most wanted product falls, it is loaded once, not once per customer.',
    ),
    callsWithoutCache: cost(
      'calls-without-cache',
      'While the cache refuses, the products of a page are fetched together.',
    ),
    pagesLost: cost('pages-lost', 'Pages are shown within 300 ms, whatever happens behind them.'),
    wait: cost('wait', 'Customers wait little: what is collected is not collected for long.'),
  }
}

export type Properties = ReturnType<typeof declare>
