import type { OurFault } from '../lib/suite/index.ts'

/** What a vacuous verdict tells authors only: the situations that no schedule showed. Empty for other verdicts. */
export function neverSeen({ unseen }: OurFault): string {
  return unseen === undefined ? '' : ` No schedule ever showed: ${unseen.join('; ')}.`
}
