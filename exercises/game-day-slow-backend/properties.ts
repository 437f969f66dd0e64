/** What the gateway owes its customers and its backends. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  const rule = (id: string, sentence: string, kind: 'safety' | 'liveness') =>
    s.property(id, sentence, { kind, hint: id })
  const cost = (id: string, sentence: string) => s.property(id, sentence, { kind: 'cost', hint: id })
  return {
    answers: rule(
      'answers',
      'Every request is answered within 1,000 ms of reaching the gateway, with a status that fits.',
      'liveness',
    ),
    honest: rule(
      'honest',
      "'done' is said after a backend answered, 'failed' of an order only when it can have been made nowhere, 'unknown' only when it can.",
      'safety',
    ),
    madeOnce: rule('made-once', 'No order is made twice.', 'safety'),
    wellLost: cost(
      'lost-while-well',
      'On an ordinary day customers are served, although now and then a call is never answered.',
    ),
    sickLost: cost(
      'lost-while-sick',
      'While one backend is hung or not ready, customers are served by the others.',
    ),
    callsToSick: cost('calls-to-the-sick', 'A backend that does not work gets no work.'),
    blipLost: cost('lost-in-a-blip', 'A quarter of a second without any backend is bridged.'),
    rushLost: cost(
      'lost-in-the-rush',
      'When all backends are slow and more customers come, most are still served in time.',
    ),
    callsPerRequest: cost('calls-per-request', 'Slow backends are not given more work by being asked again.'),
    probes: cost('probes', 'Health checks cost the backends next to nothing.'),
  }
}

export type Properties = ReturnType<typeof declare>
