import { describe, expect, test } from 'vitest'
import { judge, judgeAgain } from '../../lib/exercises/judge.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { node } from '../../lib/kernel/program.ts'
import { type Inverse, inverse, type Programs, type Verdict } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

/** 1 January 2026, 00:00 UTC: where every run starts. */
const WALL_EPOCH_MS = Date.UTC(2026, 0)

/** Counts what it is told, by `tell`; a careful one saves the count, a brisk one thinks a gap was a reset. */
function counter(o: { saves?: boolean; resetsAfterGap?: boolean; byWall?: boolean } = {}): Programs {
  const teller = node((ctx) => {
    let n = 0
    ctx.every(100, () => ctx.send('counter', 'add', { n: ++n }))
  })
  const count = node((ctx) => {
    let total = (o.saves ? ctx.disk.load<number>() : undefined) ?? 0
    let last = ctx.clock.mono()
    ctx.on('add', () => {
      if (o.resetsAfterGap && ctx.clock.mono() - last > 400) total = 0
      if (o.byWall && ctx.clock.wall() > WALL_EPOCH_MS + 5 * 3_600_000) total = 0
      last = ctx.clock.mono()
      total++
      if (o.saves) ctx.disk.save(total)
      ctx.view({ total })
    })
  })
  return { teller, counter: count }
}

function suiteOf(o: Partial<Inverse> = {}) {
  return inverse(
    'counter',
    {
      nemesis: { faults: ['crash', 'cut', 'pause', 'skew'], max: 2, config: { hello: 'there' } },
      correct: counter({ saves: true }),
      mutants: [
        { id: 'forgets', title: 'It forgets in a crash', programs: counter() },
        {
          id: 'resets',
          title: 'It starts over after a gap',
          programs: counter({ saves: true, resetsAfterGap: true }),
        },
      ],
      needed: 1,
      ...o,
    },
    (s) => {
      const grows = s.property('grows', 'The total never shrinks.', { kind: 'safety' })
      s.scenario('run', { seeds: 2, durationMs: 2_000, healAtMs: 1_900 }, (sc) => {
        sc.nodes(['teller'], { role: 'teller' })
        sc.nodes(['counter'], { role: 'counter' })
        let before = 0
        let shown = 0
        sc.always(grows, (e) => {
          if (e.kind !== 'view') return undefined
          const { total } = e.data as { total: number }
          const from = shown
          shown = e.id
          if (total >= before) {
            before = total
            return undefined
          }
          const because = `The total was ${before}, and is ${total}.`
          return { because, expected: before, got: total, witness: [from, e.id] }
        })
      })
    },
  )
}

function portOf(source: string) {
  const done = transpile(`import { nemesis, node } from 'faultline'\n${source}`)
  if (!done.ok) throw new Error(done.message)
  return openPlainPort(done.js)
}

const play = (source: string, o: Partial<Inverse> = {}) =>
  judge(suiteOf(o), portOf(source), { clock: () => 0, fingerprint: true })

const failed = (v: Verdict) => {
  if (v.outcome !== 'failed') throw new Error(`expected a failure, got ${JSON.stringify(v)}`)
  return v
}

const CRASH = `export default nemesis(async (n) => { await n.at(500); n.crash('counter', { forMs: 50 }) })`
const CUT = `export default nemesis(async (n) => { await n.at(500); n.cut('teller', 'counter', { forMs: 600 }) })`
const BOTH = `export default nemesis(async (n) => {
  await n.at(500)
  if (n.config.round === 0) n.crash('counter', { forMs: 50 })
  else n.cut('teller', 'counter', { forMs: 600 })
})`

describe('an inverse exercise', () => {
  test('passes when enough implementations are exposed, and names those and their runs', async () => {
    const v = await play(BOTH, { needed: 2 })
    expect(v).toMatchObject({
      outcome: 'passed',
      mutants: {
        killed: 2,
        of: 2,
        needed: 2,
        faults: 1,
        results: [
          { id: 'forgets', kill: { seed: 'forgets/run#0', property: 'grows', faults: [{ op: 'crash' }] } },
          { id: 'resets', kill: { seed: 'resets/run#1', property: 'grows', faults: [{ op: 'cut' }] } },
        ],
      },
    })
  })

  test('fails when too many survive, and says which by their titles', async () => {
    const v = failed(await play(CUT, { needed: 2 }))
    expect(v).toMatchObject({
      kind: 'survived',
      property: 'exposed',
      expected: 2,
      got: 1,
      seed: '',
      trace: [],
    })
    expect(v.mutants?.results.filter((r) => !r.kill).map((r) => r.title)).toEqual(['It forgets in a crash'])
  })

  test('a kill replays from its seed and faults, without the nemesis; less its fault it is gone', async () => {
    const v = await play(CRASH)
    const kill = v.outcome === 'passed' ? v.mutants?.results[0]?.kill : undefined
    if (!kill) throw new Error('nothing was exposed')
    const idle = portOf('export default nemesis(async () => {})')
    const again = await judgeAgain(suiteOf(), idle, kill, { clock: () => 0 })
    expect(again).toMatchObject({
      outcome: 'failed',
      seed: kill.seed,
      because: kill.because,
      trace: kill.trace,
    })
    const without = await judgeAgain(suiteOf(), idle, { seed: kill.seed, faults: [] }, { clock: () => 0 })
    expect(without.outcome).toBe('passed')
  })

  test('a nemesis that breaks the correct implementation, too, has left the contract', async () => {
    const programs = counter({ saves: true, byWall: true })
    const source = `export default nemesis(async (n) => { await n.at(500); n.skew('counter', 6 * 3600000) })`
    const v = failed(await play(source, { correct: programs }))
    expect(v).toMatchObject({ property: 'contract', seed: 'correct/run#0', faults: [{ op: 'skew' }] })
    expect(v.because).toContain('the correct implementation breaks its promise, too. The total was')
    const again = await judgeAgain(suiteOf({ correct: programs }), portOf(source), v, { clock: () => 0 })
    expect(again).toMatchObject({ property: 'contract', because: v.because })
  })

  test('one fault more than allowed in a run fails, whatever it would have exposed', async () => {
    const three = `export default nemesis((n) => { for (let i = 0; i < 3; i++) n.pause('teller', { forMs: 1 }) })`
    expect(failed(await play(three))).toMatchObject({
      kind: 'cost',
      property: 'fault-budget',
      expected: 2,
      got: 3,
    })
  })

  test('the same code gives the same verdict, byte for byte', async () => {
    expect(JSON.stringify(await play(BOTH))).toBe(JSON.stringify(await play(BOTH)))
  })
})

describe('what a nemesis sees', () => {
  test('messages on the wire, sent and delivered, its config and round; not what nodes do inside', async () => {
    const v = failed(
      await play(
        `export default nemesis(async (n) => {
          const sent = await n.message((m) => m.kind === 'sent')
          const came = await n.message((m) => m.kind === 'delivered')
          console.log(JSON.stringify([sent, came, n.nodes, n.config, n.now()]))
          console.log(String(await n.message(() => false, { withinMs: 50 })))
        })`,
      ),
    )
    const [sent, came, nodes, config, now] = JSON.parse(v.console[0]?.text ?? '[]')
    expect(sent).toEqual({
      at: 100,
      kind: 'sent',
      from: 'teller',
      to: 'counter',
      type: 'add',
      body: { n: 1 },
      reply: false,
    })
    expect(came).toMatchObject({ kind: 'delivered', from: 'teller', to: 'counter' })
    expect([nodes, config, now]).toEqual([['teller', 'counter'], { hello: 'there', round: 0 }, came.at])
    expect(v.console[1]?.text).toBe('undefined')
  })

  test('a fault at a message that was sent comes before it arrives', async () => {
    const v = await play(
      `export default nemesis(async (n) => {
        await n.message((m) => m.kind === 'sent' && m.body.n === 3)
        n.crash('counter', { forMs: 20 })
      })`,
    )
    const kill = v.outcome === 'passed' ? v.mutants?.results[0]?.kill : undefined
    expect(kill?.because).toBe('The total was 2, and is 1.')
  })
})

describe('hostile code', () => {
  test.each<[string, string, string]>([
    ['a stranger', `n.pause('n9', { forMs: 1 })`, 'pause: there is no node "n9"; there are teller, counter'],
    [
      'a fault that is not allowed',
      `n.drift('counter', 1.1)`,
      'drift: this exercise allows crash, cut, pause, skew',
    ],
    ['no duration', `n.pause('teller')`, 'pause: forMs is null; a number of ms above 0 was expected'],
    ['a duration that is none', `n.crash('teller', { forMs: -1 })`, 'crash: forMs is -1'],
    ['a jump that is none', `n.skew('teller', 'x')`, 'skew: byMs is "x"'],
    ['an error of its own', `throw new Error('oh')`, 'Error: oh'],
  ])('%s is said with its line', async (_, call, message) => {
    const v = failed(await play(`export default nemesis(async (n) => {\n  ${call}\n})`))
    expect(v.property).toBe('threw')
    expect(v.because).toContain(message)
    expect(v.because).toContain('(line 3)')
  })

  test('what is not a nemesis cannot act as a node: no rpc, no disk, no faults by forged names', async () => {
    const rpc = `export default node((ctx) => { ctx.rpc('counter', 'add', {}) })`
    expect(failed(await play(rpc)).because).toContain("a nemesis cannot 'rpc'")
    const save = `export default node((ctx) => { ctx.disk.save(1) })`
    expect(failed(await play(save)).because).toContain("a nemesis cannot 'save'")
    const forged = `export default node((ctx) => { ctx.send('counter', 'add', { n: 99 }) })`
    expect(failed(await play(forged)).because).toContain('this exercise allows')
  })

  test('without a nemesis there is nothing to judge', async () => {
    expect(await play('export const x = 1')).toMatchObject({ outcome: 'rejected', reason: 'no-export' })
  })

  test('a nemesis that never lets go is stopped by the cap of an instant', async () => {
    const spin = `export default nemesis((n) => { const f = () => { console.log('x'); n.sleep(0).then(f) }; f() })`
    expect(await play(spin)).toMatchObject({ outcome: 'exceeded', limit: 'events' })
  })
})

test('an inverse suite that could never be passed is refused', () => {
  expect(() => suiteOf({ needed: 3 })).toThrow("suite 'counter' asks for 3 of 2 mutants")
})
