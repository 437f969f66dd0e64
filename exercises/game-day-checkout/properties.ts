/** What the shop owes its customers, its books and its provider. Both suites judge by these. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'

export function declare(s: SuiteBuilder) {
  return {
    answers: s.property(
      'answers',
      'Every cart and every checkout is answered within 1,500 ms of reaching the shop, a checkout with one of the three statuses.',
      { kind: 'liveness', hint: 'answers' },
    ),
    honest: s.property(
      'honest',
      "'paid' is said after a charge of the order was answered, 'turned away' only when this press can have charged nothing, 'unknown' only when a charge of the order may have been made.",
      { kind: 'safety', hint: 'honest' },
    ),
    chargedOnce: s.property('charged-once', 'No order is charged twice.', {
      kind: 'safety',
      hint: 'charged-once',
    }),
    contract: s.property(
      'contract',
      'Never more than 6 charges are open: sent, not answered, and younger than 1,000 ms.',
      { kind: 'safety', hint: 'contract' },
    ),
    cartsLost: s.property('carts-lost', 'Carts are shown within 200 ms, whatever becomes of payments.', {
      kind: 'cost',
      hint: 'carts-lost',
    }),
    charges: s.property('charges-while-sick', 'A provider that is not well is left alone.', {
      kind: 'cost',
      hint: 'charges-while-sick',
    }),
    wait: s.property(
      'wait-while-sick',
      'While the provider is not well, customers hear so without waiting for it.',
      {
        kind: 'cost',
        hint: 'wait-while-sick',
      },
    ),
    recovery: s.property('recovery', 'Soon after the provider is back, checkouts are paid in time again.', {
      kind: 'cost',
      hint: 'recovery',
    }),
    checkoutsLost: s.property(
      'checkouts-lost',
      'While the provider is well, ordinary checkouts are paid within 1,000 ms, even when somebody floods the shop.',
      { kind: 'cost', hint: 'checkouts-lost' },
    ),
  }
}

export type Properties = ReturnType<typeof declare>
