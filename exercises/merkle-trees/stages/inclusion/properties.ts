import type { SuiteBuilder } from '../../../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    root: s.property('root', 'The root is that of RFC 6962 for the same leaves.', {
      kind: 'safety',
      hint: 'root',
    }),
    proof: s.property('inclusion-proof', 'The proof holds the siblings on the way to the root, leaf first.', {
      kind: 'safety',
      hint: 'inclusion-proof',
    }),
    accept: s.property('verify-inclusion', 'Every honest proof of inclusion verifies.', {
      kind: 'safety',
      hint: 'verify-inclusion',
    }),
    refuse: s.property('refuse-inclusion', 'No false proof of inclusion verifies, and none throws.', {
      kind: 'safety',
      hint: 'refuse-inclusion',
    }),
  }
}
