export type { Case } from './case.ts'
export { counter } from './case.ts'

import type { Case } from './case.ts'
import { escapes } from './escape.ts'
import { exhaustion } from './exhaustion.ts'
import { forgery } from './forgery.ts'
import { oddInput } from './odd-input.ts'
import { smuggling } from './smuggling.ts'
import { tampering } from './tampering.ts'

export const corpus: Readonly<Record<string, readonly Case[]>> = {
  tampering,
  escapes,
  smuggling,
  forgery,
  'odd input': oddInput,
  exhaustion,
}
