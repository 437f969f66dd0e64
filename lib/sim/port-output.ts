/**
 * What comes out of the port is read strictly: whoever got hold of the guest could say anything. A form that the kernel
 * never sends ends the run for the learner's account, and never the runner.
 */
import { LimitError } from './limit.ts'
import type { DiskOp, PortOp } from './port.ts'

/** Throws LimitError ('output') for anything that is no list of port operations. */
export function parseOutput(text: string): readonly PortOp[] {
  let ops: unknown
  try {
    ops = JSON.parse(text)
  } catch {
    throw malformed(text)
  }
  if (!Array.isArray(ops)) throw malformed(text)
  for (const op of ops) if (!isPortOp(op)) throw malformed(JSON.stringify(op))
  return ops
}

type Loose<T> = { readonly [K in T extends unknown ? keyof T : never]?: unknown }

function isPortOp(x: Loose<PortOp> | null): boolean {
  if (typeof x !== 'object' || x === null) return false
  if (x.line !== undefined && !isCount(x.line)) return false
  switch (x.o) {
    case 'send':
      return isText(x.to) && isText(x.type) && x.body !== undefined
    case 'rpc':
      return (
        isCount(x.rpc) &&
        isText(x.to) &&
        isText(x.type) &&
        x.body !== undefined &&
        (x.timeoutMs === null || isMs(x.timeoutMs))
      )
    case 'reply':
      return isCount(x.call) && (x.ok === true ? x.body !== undefined : x.ok === false && isText(x.reason))
    case 'set':
      return isCount(x.timer) && isMs(x.delayMs)
    case 'cancel':
      return isCount(x.timer)
    case 'save':
      return x.value !== undefined
    case 'disk':
      return isCount(x.io) && isDiskOp(x.op as Loose<DiskOp> | null | undefined)
    case 'trace':
      return isText(x.label) && x.data !== undefined
    case 'view':
      return x.state !== undefined
    case 'log':
      return isText(x.level) && isText(x.text)
    case 'missing':
      return isText(x.name) && isText(x.want) && isText(x.got)
    case 'threw':
      return isText(x.message)
    default:
      return false
  }
}

function isDiskOp(x: Loose<DiskOp> | null | undefined): boolean {
  if (typeof x !== 'object' || x === null) return false
  switch (x.f) {
    case 'read':
      return (
        isText(x.file) && (x.at === undefined || isNumber(x.at)) && (x.len === undefined || isNumber(x.len))
      )
    case 'append':
      return isText(x.file) && isText(x.bytes)
    case 'write':
      return isText(x.file) && isNumber(x.at) && isText(x.bytes)
    case 'rename':
      return isText(x.file) && isText(x.to)
    case 'truncate':
      return isText(x.file) && isNumber(x.len)
    case 'list':
      return isText(x.prefix)
    case 'fsync':
    case 'remove':
      return isText(x.file)
    default:
      return false
  }
}

const isText = (x: unknown): boolean => typeof x === 'string'
/** JSON has no NaN and no Infinity, so a number is a finite one. */
const isNumber = (x: unknown): boolean => typeof x === 'number'
const isMs = (x: unknown): boolean => typeof x === 'number' && x >= 0
const isCount = (x: unknown): boolean => typeof x === 'number' && x >= 0 && Number.isInteger(x)

function malformed(what: string): LimitError {
  const shown = what.length > 120 ? `${what.slice(0, 120)}…` : what
  return new LimitError(
    `the program's output has a form that nothing in 'faultline' gives it (${shown}): use ctx and the globals as they are`,
    'output',
  )
}
