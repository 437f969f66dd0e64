import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../content/patterns/load-balancing/figures/two-seconds.ts'
import visible from '../../exercises/load-balancing/suite.visible.ts'
import { hostsOf } from '../../exercises/load-balancing/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

describe('load balancing: the picture', () => {
  test('a run of the reference shows requests in flight, and who is ejected until when', async () => {
    const port = openPlainPort(js('solution.ts'), js('fixture.ts'))
    const { trace } = await runOnce(visible, port, { seed: 'ejection#0' })
    const ejection = trace.findLast((e) => e.kind === 'deliver' && e.type === 'done')
    const then = hostsOf(trace.slice(0, (ejection?.id ?? 0) + 1), ejection?.at ?? 0)
    expect(then.map((h) => h.requests.length).sort()).toEqual([0, 1])
    expect(then.map((h) => h.backAtMs).filter((t) => t !== undefined)).toEqual([30_000])
    const end = trace.at(-1)?.at ?? 0
    expect(hostsOf(trace, end).some((h) => h.backAtMs !== undefined)).toBe(false)
  })
})

describe('load balancing: the figure', () => {
  const start = { policy: 'turns', slowness: 10, failPct: 0 } as const
  const share = (o: Awaited<ReturnType<typeof simulate>>, i: number) => (o.hosts[i]?.picks ?? 0) / o.requests

  test('round robin piles requests up at the slow host, two choices do not', async () => {
    const [turns, two] = [await simulate(start), await simulate({ ...start, policy: 'two' })]
    expect(turns.hosts[0]?.waiting).toBeGreaterThan(40)
    expect(two.hosts[0]?.waiting).toBeLessThan(8)
    expect(share(two, 0)).toBeLessThan(0.06)
  })

  test('two choices without ejection feed the host that fails at once, with ejection they do not', async () => {
    const sink = await simulate({ policy: 'two', slowness: 1, failPct: 100 })
    const ejecting = await simulate({ policy: 'ejecting', slowness: 1, failPct: 100 })
    expect(share(sink, 1)).toBeGreaterThan(0.12)
    expect(ejecting.failed).toBe(5)
  })

  test('every request is answered, failed or open, and the same knobs give the same drawing', async () => {
    const o = await simulate(start)
    expect(o.requests).toBe(667)
    expect(o.hosts.reduce((sum, h) => sum + h.picks, 0)).toBeLessThanOrEqual(667)
    expect(await simulate(start)).toEqual(o)
  })
})

function js(file: string): string {
  const t = transpile(readFileSync(`exercises/load-balancing/${file}`, 'utf8'))
  if (!t.ok) throw new Error(t.message)
  return t.js
}
