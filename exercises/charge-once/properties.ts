/** What both suites of `charge-once` judge by. */
import type { Property, SuiteBuilder } from '../../lib/suite/index.ts'

export interface Properties {
  readonly chargedOnce: Property
  readonly paidMeansCharged: Property
  readonly answered: Property
}

export function declare(s: SuiteBuilder): Properties {
  return {
    chargedOnce: s.property('charged-once', 'No order is charged twice.', {
      kind: 'safety',
      hint: 'charged-once',
    }),
    paidMeansCharged: s.property(
      'paid-means-charged',
      'A buy that is answered paid has been charged, in full.',
      { kind: 'safety', hint: 'paid-means-charged' },
    ),
    answered: s.property(
      'answered',
      'Every buy is answered { paid: true } within 2,000 ms of its asking and of the end of all trouble.',
      { kind: 'liveness', hint: 'answered' },
    ),
  }
}
