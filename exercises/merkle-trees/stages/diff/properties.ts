import type { SuiteBuilder } from '../../../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    differences: s.property(
      'differences',
      'diff gives the keys that differ or are on one side only, all of them, sorted.',
      { kind: 'safety', hint: 'differences' },
    ),
    exchange: s.property(
      'exchange',
      'Rows are fetched for exactly the buckets that differ, and digests in at most depth + 1 requests.',
      { kind: 'safety', hint: 'exchange' },
    ),
    digests: s.property(
      'digest-budget',
      'Besides the root, at most two digests move per level of each differing bucket.',
      { kind: 'cost', hint: 'digest-budget' },
    ),
  }
}
