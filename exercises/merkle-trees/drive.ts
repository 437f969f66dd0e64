/** What the suites of all stages share: one node with your functions, one client that calls them. */
import type { Json } from '../../lib/sim/index.ts'
import type { Client, Property, Scenario } from '../../lib/suite/index.ts'

export const TREE = 'tree'

/** `stage` names the fixture, hence the functions that have to be there. */
export function stand(sc: Scenario, stage: string, script: (ask: Ask, c: Client) => Promise<void>): void {
  sc.client('auditor', (c) => script(new Ask(c), c))
  sc.nodes([TREE], { role: stage })
}

export class Ask {
  readonly c: Client
  constructor(c: Client) {
    this.c = c
  }

  /** Calls a function and compares. False, and the end of the run, when something else came. */
  async expect(p: Property, what: string, type: string, body: Json, expected: Json): Promise<boolean> {
    const r = await this.c.call(TREE, type, body, { local: true, timeoutMs: null })
    const answer: { value?: Json; threw?: string } = r.ok ? r.value : { threw: r.reason }
    const got = answer.threw === undefined ? (answer.value ?? null) : { threw: answer.threw }
    if (JSON.stringify(got) === JSON.stringify(expected)) return true
    const because =
      answer.threw === undefined
        ? `${sentence(what)}: ${short(got)} came, ${short(expected)} was expected.`
        : `${sentence(what)}: it threw ${answer.threw}; ${short(expected)} was expected.`
    this.c.fail(p, { because, expected, got, witness: [r.invokeId, r.endId] })
    return false
  }
}

function sentence(what: string): string {
  return what.replace(/^the /, 'The ').replace(/\b1 leaves\b/, '1 leaf')
}

function short(value: Json): string {
  const hexes = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as Json[]) : undefined
  if (!hexes?.every((h) => typeof h === 'string')) return JSON.stringify(value)
  const each = hexes.map((h) => (String(h).length > 12 ? `${String(h).slice(0, 8)}…` : String(h)))
  return typeof value === 'string' ? (each[0] as string) : `[${each.join(', ')}]`
}
