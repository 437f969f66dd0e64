/** What a lease must keep: the same ten properties in the visible and in the hidden suite. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export type Properties = ReturnType<typeof declare>

export function declare(s: SuiteBuilder) {
  return {
    exclusion: s.property(
      'mutual-exclusion',
      'No holder answers ok at or after the instant at which the server granted the lease to another.',
      { kind: 'safety', hint: 'mutual-exclusion' },
    ),
    regrant: s.property(
      'regrant-early',
      'The server grants a new lease after a release, or from the instant at which its own clock shows the last grant or renewal to be a full term old, and not before.',
      { kind: 'safety', hint: 'regrant-early' },
    ),
    serverRestart: s.property(
      'server-restart',
      'A restarted server grants nothing that conflicts with a lease granted before the crash.',
      { kind: 'safety', hint: 'server-restart' },
    ),
    renew: s.property(
      'renew-from-send',
      'A renewal counts from the instant its request was sent, and a renewal that fails changes nothing.',
      { kind: 'safety', hint: 'renew-from-send' },
    ),
    stale: s.property('stale-message', 'A message that comes late or twice does not touch a newer lease.', {
      kind: 'safety',
      hint: 'stale-message',
    }),
    holderRestart: s.property(
      'holder-restart',
      'A restarted holder holds nothing until it is granted a lease anew.',
      {
        kind: 'safety',
        hint: 'holder-restart',
      },
    ),
    useful: s.property(
      'useful',
      'Without drift, a holder that was granted the lease answers ok until 0.85 of the term after it asked, and renews in time to keep it; the server renews a lease that is in force.',
      { kind: 'liveness', hint: 'useful' },
    ),
    handover: s.property(
      'handover',
      'The lease passes on: at once after a release, within 2,900 ms after the holder crashes, server restart included. Who does not want it does not ask.',
      { kind: 'liveness', hint: 'handover' },
    ),
    renewBudget: s.property(
      'renew-budget',
      'A holder sends at most 3 renewals per term, and while it waits at most 20 acquires.',
      {
        kind: 'cost',
        hint: 'renew-budget',
      },
    ),
    saveBudget: s.property('save-budget', 'The server saves at most once per grant.', {
      kind: 'cost',
      hint: 'save-budget',
    }),
  }
}
