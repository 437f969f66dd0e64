import type { SuiteBuilder } from '../../../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    proof: s.property(
      'consistency-proof',
      'The proof holds the nodes of RFC 6962 that lead from the old root to the new one, in its order.',
      { kind: 'safety', hint: 'consistency-proof' },
    ),
    accept: s.property('verify-consistency', 'Every honest proof of consistency verifies.', {
      kind: 'safety',
      hint: 'verify-consistency',
    }),
    refuse: s.property('refuse-consistency', 'No false proof of consistency verifies, and none throws.', {
      kind: 'safety',
      hint: 'refuse-consistency',
    }),
  }
}
