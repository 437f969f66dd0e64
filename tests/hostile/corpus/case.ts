/** One hostile or odd submission, and the verdict that it must get. */
import type { Verdict } from '../../../lib/suite/index.ts'

export interface Case {
  readonly name: string
  /** Exercise under tests/sandbox/fixtures. */
  readonly slug?: 'counter' | 'adder'
  readonly code: string
  /** With the whole memory that a submission may have; others that want it all are stopped at half, in half the time. */
  readonly whole?: true
  /** The verdict has at least these fields. */
  readonly expect: Partial<Verdict>
}

interface Parts {
  /** At the top of the module. */
  readonly top?: string
  /** First in the setup function, at every boot. */
  readonly setup?: string
  /** First in the handler of 'add'; `body` is the message. */
  readonly handler?: string
}

/** A correct counter with something else in it: passes unless that something has an effect. */
export function counter({ top = '', setup = '', handler = '' }: Parts): string {
  return `import { node } from 'faultline'
${top}
export default node((ctx: any) => {
${setup}
  ctx.on('add', (body: any) => {
${handler}
    const total = (ctx.disk.load() ?? 0) + body.n
    ctx.disk.save(total)
    return total
  })
})
`
}

/**
 * A counter that keeps its total wherever `keep` puts it instead of on disk. It passes only if what `keep` stores is
 * still there after a crash; the suite says 'durable' when it is not.
 */
export function forgetful(keep: { store: string; recall: string; top?: string }): string {
  return `import { node, Refused, Timeout } from 'faultline'
${keep.top ?? ''}
const attempt = (f: () => unknown) => { try { return f() } catch { return undefined } }
export default node((ctx: any) => {
  let ram = 0
  const recall = () => { ${keep.recall} }
  const store = (total: number) => { ${keep.store} }
  ctx.on('add', (body: any) => {
    const total = (ram || Number(attempt(recall)) || 0) + body.n
    ram = total
    attempt(() => store(total))
    return total
  })
})
`
}

export const passed: Partial<Verdict> = { outcome: 'passed' }
export const lost = { outcome: 'failed', kind: 'safety', property: 'durable' } as const
export const exceeded = (limit: 'time' | 'memory' | 'events' | 'output') =>
  ({ outcome: 'exceeded', limit }) as const
export const threw = (because: string) =>
  ({ outcome: 'failed', kind: 'threw', property: 'threw', because }) as const
export const rejected = (line?: number, column?: number) =>
  ({
    outcome: 'rejected',
    reason: 'compile',
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }) as const
