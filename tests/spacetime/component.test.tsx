import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { SpaceTime } from '../../app/ui/spacetime/index.ts'
import { VerdictPanel } from '../../app/ui/verdict/index.ts'
import { describeFault, toText } from '../../lib/spacetime/index.ts'
import type { Failed, Verdict } from '../../lib/suite/index.ts'
import { anyFaults, anyTrace } from './arbitrary.ts'
import { leaseFaults, leaseNodes, leaseTrace, leaseWitness } from './fixtures/lease.ts'

const failed: Failed = {
  outcome: 'failed',
  kind: 'safety',
  property: 'mutual-exclusion',
  sentence: 'No two holders at once.',
  because: 'h1 answered ok after the server had granted the lease to h2.',
  expected: { ok: false },
  got: { ok: true },
  at: leaseWitness[1]!,
  witness: leaseWitness,
  seed: 'pause#1',
  scenario: 'pause',
  faults: leaseFaults,
  shrunk: { events: [30, 312], faults: [2, 9] },
  trace: leaseTrace,
  nodes: leaseNodes,
  seeds: 12,
  events: 4000,
  console: [{ at: 12, node: 'server', level: 'log', text: 'granted', line: 9 }],
  ms: 40,
}

/** The words of a page, as a reader of any kind gets them. */
function words(html: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => entities[name]!)
}

describe('the diagram without a browser', () => {
  const html = renderToStaticMarkup(
    <SpaceTime
      trace={leaseTrace}
      nodes={leaseNodes}
      witness={leaseWitness}
      faults={leaseFaults}
      onDeleteFault={() => {}}
    />,
  )

  test('every event is there as text, witness and all', () => {
    const page = words(html)
    for (const l of toText(leaseTrace, leaseFaults))
      expect(page).toContain(`${l.time}: ${l.sentence}${l.origin}`)
    expect(page.match(/in the conflict/g)).toHaveLength(leaseWitness.length)
  })

  test('it is one focusable region that says what it is and where the cursor stands', () => {
    expect(html).toMatch(/role="application"[^>]*aria-label="\d+ steps on 4 lanes/)
    expect(html).toMatch(/aria-live="polite"[^>]*>2,100 ms: /)
  })

  test('each fault can be deleted by a button that names it', () => {
    for (const f of leaseFaults) expect(html).toContain(`aria-label="Delete and rerun: ${describeFault(f)}"`)
  })

  test('without a way to rerun there are no such buttons', () => {
    expect(
      renderToStaticMarkup(<SpaceTime trace={leaseTrace} nodes={leaseNodes} faults={leaseFaults} />),
    ).not.toContain('Delete')
  })

  test('any trace renders', () => {
    fc.assert(
      fc.property(anyTrace, anyFaults, (trace, faults) => {
        expect(
          renderToStaticMarkup(<SpaceTime trace={trace} nodes={['n1']} faults={faults} witness={[1, 2]} />),
        ).toContain('<svg')
      }),
      { numRuns: 40 },
    )
  })
})

describe('the verdict panel', () => {
  const shown = (verdict: Verdict) =>
    words(renderToStaticMarkup(<VerdictPanel verdict={verdict} onOpenLine={() => {}} onReplay={() => {}} />))

  test('a failure gives the property, the reason, both values, the shrink sentence and the seed', () => {
    const page = shown(failed)
    for (const part of [
      failed.sentence,
      failed.because,
      '{ "ok": false }',
      '{ "ok": true }',
      '40 events, 2 faults (shrunk from 312 and 9).',
      '30 steps show 36 of the 40 events. The filter hides the other 4.',
      'pause#1',
    ]) {
      expect(page).toContain(part)
    }
  })

  test('a failure that has nothing to draw has no diagram', () => {
    const cost = {
      ...failed,
      kind: 'cost' as const,
      trace: [{ id: 0, at: 9, node: '*', inc: 0, kind: 'violation' as const }],
      witness: [],
    }
    expect(renderToStaticMarkup(<VerdictPanel verdict={cost} />)).not.toContain('application')
  })

  test('a syntax error gives its line and column', () => {
    const page = shown({
      outcome: 'rejected',
      reason: 'compile',
      line: 12,
      column: 8,
      message: 'Unexpected token',
    })
    expect(page).toContain('Not compiled')
    expect(page).toContain('Line 12, column 8')
  })

  test('time, memory, events and output are told apart', () => {
    const pages = (['time', 'memory', 'events', 'output'] as const).map((limit) =>
      shown({ outcome: 'exceeded', limit, message: '', ms: 1 }),
    )
    expect(new Set(pages).size).toBe(4)
    for (const page of pages) expect(page).toMatch(/^Stopped/)
  })

  test('what is our fault says so and does not count', () => {
    const page = shown({
      outcome: 'our-fault',
      kind: 'crashed',
      message: 'The grader died three times.',
      ms: 1,
    })
    expect(page).toContain('Our fault')
    expect(page).toContain('does not count as an attempt')
  })

  test('a pass shows what was survived and the costs against budget', () => {
    const costs = [
      {
        property: 'p',
        sentence: 'At most 3 renewals per term.',
        value: 1.5,
        max: 3,
        unit: 'renewals per term',
      },
    ]
    const page = shown({
      outcome: 'passed',
      seeds: 300,
      events: 41_212,
      survived: { crash: 117 },
      sometimes: { 'a lease expired': 3 },
      costs,
      ms: 9,
    })
    expect(page).toContain('300 schedules, 41,212 events, 117 crashes.')
    expect(page).toContain('1.50 renewals per termThe budget: 3.')
  })
})
