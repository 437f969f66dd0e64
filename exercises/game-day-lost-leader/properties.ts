/** What the manager owes the customers and whoever is on call. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  const rule = (id: string, sentence: string, kind: 'safety' | 'liveness') =>
    s.property(id, sentence, { kind, hint: id })
  const cost = (id: string, sentence: string) => s.property(id, sentence, { kind: 'cost', hint: id })
  return {
    oneLeader: rule(
      'one-leader',
      'A term has one leader: lead goes out for it to one replica only.',
      'safety',
    ),
    acknowledged: rule(
      'acknowledged',
      'What was acknowledged is in the log of every leader of a later term.',
      'safety',
    ),
    cleared: rule(
      'cleared',
      'Pages about a replica alternate, and one that has run for 4,000 ms is cleared.',
      'liveness',
    ),
    falseAlarms: cost(
      'false-alarms',
      'Nobody is paged about a replica that is not down, and the lead is not taken from it.',
    ),
    detection: cost('detection', 'A replica that is down is paged soon.'),
    downtime: cost('downtime', 'After the loss of its leader the database soon takes writes again.'),
    writesLost: cost('writes-lost', 'As long as there is a leader, writes are acknowledged within 800 ms.'),
    pages: cost('pages', 'An alert that flaps does not page each time.'),
    pings: cost('pings', 'Watching costs the replicas next to nothing.'),
  }
}

export type Properties = ReturnType<typeof declare>
