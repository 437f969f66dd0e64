/** A 64-bit fingerprint of a trace: equal in every host for the same code, suite and seed. */
import type { Trace } from './trace.ts'

/** 16 hexadecimal digits. Source lines are left out: hosts may differ in what their stacks tell. */
export function hashTrace(trace: Trace): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (const event of trace) {
    const text = JSON.stringify(event.line === undefined ? event : { ...event, line: undefined })
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      a = Math.imul(a ^ c, 0x01000193)
      b = Math.imul(b ^ c, 0x5bd1e995) ^ (b >>> 15)
    }
  }
  return hex(a) + hex(b)
}

function hex(n: number): string {
  return (n >>> 0).toString(16).padStart(8, '0')
}
