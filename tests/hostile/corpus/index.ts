export type { Case } from './case.ts'
export { counter } from './case.ts'

import { bodies } from './bodies.ts'
import type { Case } from './case.ts'
import { compileTime } from './compile-time.ts'
import { errors } from './errors.ts'
import { escapes } from './escape.ts'
import { exhaustion } from './exhaustion.ts'
import { forgery } from './forgery.ts'
import { oddInput } from './odd-input.ts'
import { smuggling } from './smuggling.ts'
import { storms } from './storms.ts'
import { tampering } from './tampering.ts'

export const corpus: Readonly<Record<string, readonly Case[]>> = {
  tampering,
  escapes,
  smuggling,
  forgery,
  'odd input': oddInput,
  'compile time': compileTime,
  errors,
  bodies,
  exhaustion,
  storms,
}
