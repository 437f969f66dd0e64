import { node, Refused, Timeout } from 'faultline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  equivocate,
  forge,
  garbage,
  type Lie,
  late,
  mapSigned,
  peer,
  repeat,
  replay,
  resigned,
  silent,
  tamper,
  together,
  upon,
} from '../../lib/roles/index.ts'
import { openPool, type Pool } from '../../lib/sandbox/index.ts'
import type { RunResult } from '../../lib/suite/index.ts'
import { notes, play } from '../sim/play.ts'

/** Tells all peers a count every 100 ms, signed; answers 'ask' with it; asks n1 'echo' back. */
const program = node((ctx, auth) => {
  let n = 0
  ctx.every(100, () => {
    n++
    for (const to of ctx.peers) ctx.send(to, 'tell', { n, proof: auth.sign({ n }) })
  })
  ctx.on('ask', ({ odd }) => {
    if (odd) throw new Refused('odd')
    return n
  })
  ctx.on('slow', async () => {
    await ctx.sleep(30)
    return 'slow'
  })
  ctx.on('relay', async (m) => {
    try {
      return await ctx.rpc('n1', 'echo', m, { timeout: 50 })
    } catch (e) {
      return e instanceof Timeout ? 'timeout' : e instanceof Refused ? e.reason : 'neither'
    }
  })
  ctx.on('pass', (m) => ctx.send('n1', 'passed', m))
})

/** n1 notes what it is told, and whether it is genuine. */
const listener = `export default node((ctx, auth) => {
  ctx.trace('peers', ctx.peers)
  ctx.on('tell', (m, from) => {
    const p = m && m.proof
    ctx.trace('told', [m && m.n, auth.verify(p) ? p.by + ' signed ' + p.body.n : 'not genuine'])
  })
  ctx.on('passed', (m) => ctx.trace('passed', [auth.verify(m), m && m.by, m && m.body]))
  ctx.on('echo', (m) => { if (m === 'no') throw new Refused('refused'); if (m === 'wait') return new Promise(() => {}); return m })
})`

function liar(
  lie: Lie,
  o: { durationMs?: number; script?: (ask: Ask) => Promise<void> } = {},
): Promise<RunResult> {
  return play(
    listener,
    (sc) => {
      sc.network({ latencyMs: [0, 0] })
      sc.nodes(['n1'])
      sc.supply('n2', peer({ program, lie }), { peer: true })
      sc.nodes(['n3'])
      sc.auth('secret')
      sc.client('c', async (c) => {
        await o.script?.(async (type, body) => {
          const r = await c.call('n2', type, body, { timeoutMs: 200 })
          c.note('answer', [r.ok ? r.value : r.reason] as never)
        })
      })
    },
    { durationMs: o.durationMs ?? 350 },
  )
}
type Ask = (type: string, body?: unknown) => Promise<void>

/** What n1 was told, as [time, n, whose signature]. */
const told = (run: RunResult) =>
  run.trace.flatMap((e) => (e.node === 'n1' && e.label === 'told' ? [[e.at, ...(e.data as unknown[])]] : []))
const answers = (run: RunResult) =>
  run.trace.flatMap((e) => (e.node === 'c' && e.label === 'answer' ? [[e.at, (e.data as unknown[])[0]]] : []))

describe('an honest peer', () => {
  test('is a peer at its place, and runs the program as a learner’s node would', async () => {
    const run = await liar(
      {},
      {
        script: async (ask) => {
          await ask('ask', {})
          await ask('ask', { odd: true })
          await ask('slow')
          for (const m of ['yes', 'no', 'wait']) await ask('relay', m)
          await ask('nothing')
        },
      },
    )
    expect(notes(run, 'n1')[0]).toBe('0 peers ["n2","n3"]')
    expect(notes(run, 'n3')[0]).toBe('0 peers ["n1","n2"]')
    expect(told(run)).toEqual([
      [100, 1, 'n2 signed 1'],
      [200, 2, 'n2 signed 2'],
      [300, 3, 'n2 signed 3'],
    ])
    expect(answers(run)).toEqual([
      [0, 0],
      [0, 'odd'],
      [30, 'slow'],
      [30, 'yes'],
      [30, 'refused'],
      [80, 'timeout'],
      [80, "no handler for 'nothing'"],
    ])
  })
  test('what it says is led back to what it heard', async () => {
    const run = await liar({}, { script: (ask) => ask('pass', 1) })
    const sent = run.trace.find((e) => e.kind === 'send' && e.type === 'passed')
    expect(run.trace[sent?.cause as number]).toMatchObject({ kind: 'deliver', node: 'n2', type: 'pass' })
  })
})

describe('lies', () => {
  test('silent: to whom, of what, when', async () => {
    expect(told(await liar(silent({ to: ['n1'] })))).toEqual([])
    expect(told(await liar(silent({ to: ['n3'] })))).toHaveLength(3)
    expect(told(await liar(silent({ fromMs: 200, untilMs: 300 }))).map((t) => t[0])).toEqual([100, 300])
    const run = await liar(silent(), {
      script: (ask) => ask('ask', {}),
    })
    expect(answers(run)).toEqual([[200, 'no answer within 200 ms']])
  })
  test('late: messages, answers, requests', async () => {
    expect(told(await liar(late([30, 30])))).toEqual([
      [130, 1, 'n2 signed 1'],
      [230, 2, 'n2 signed 2'],
      [330, 3, 'n2 signed 3'],
    ])
    expect(answers(await liar(late([30, 30]), { script: (ask) => ask('ask', {}) }))).toEqual([[30, 0]])
    // Request and answer are both late: the request uses up 30 of its 50 ms.
    expect(answers(await liar(late([30, 30]), { script: (ask) => ask('relay', 'yes') }))).toEqual([
      [60, 'yes'],
    ])
  })
  test('equivocate: each is told something else; the signature shows it, a signature made anew does not', async () => {
    const story = (b: Record<string, number>, to: string) => (to === 'n1' ? { ...b, n: 100 } : b)
    expect(told(await liar(equivocate(story)))[0]).toEqual([100, 100, 'n2 signed 1'])
    expect(told(await liar(resigned(story)))[0]).toEqual([100, 1, 'n2 signed 100'])
    const run = await liar(resigned(story))
    const third = notes(run, 'n3').find((x) => x.includes('told'))
    expect(third).toBe('100 told [1,"n2 signed 1"]')
  })
  test('forge: no name but its own holds', async () => {
    expect(told(await liar(forge('n3')))[0]).toEqual([100, 1, 'not genuine'])
  })
  test('tamper: what others signed does not survive a change; passed on unchanged it does', async () => {
    const pass = (lie: Lie) =>
      play(
        listener,
        (sc) => {
          sc.network({ latencyMs: [0, 0] })
          sc.nodes(['n1'])
          sc.supply('n2', peer({ program, lie }), { peer: true })
          sc.auth('secret')
          sc.client('c', async (c) => c.send('n2', 'pass', c.w.authority.sign('c', { cents: 5 })))
        },
        { durationMs: 50 },
      )
    expect(notes(await pass({}), 'n1')[1]).toBe('0 passed [true,"c",{"cents":5}]')
    expect(notes(await pass(tamper((b) => ({ ...b, cents: 500 }))), 'n1')[1]).toBe(
      '0 passed [false,"c",{"cents":500}]',
    )
  })
  test('tamper leaves alone what it signed itself', async () => {
    expect(told(await liar(tamper(() => ({ n: 9 }))))[0]).toEqual([100, 1, 'n2 signed 1'])
  })
  test('replay: the past comes again, word for word', async () => {
    const run = await liar(replay({ everyMs: 60, fromMs: 110, types: ['tell'] }), { durationMs: 1000 })
    const seen = told(run).filter((t) => (t[0] as number) % 100 !== 0)
    expect(seen.length).toBeGreaterThan(3)
    for (const [at, n, whose] of seen) {
      expect(whose).toBe(`n2 signed ${n}`)
      expect(n as number).toBeLessThanOrEqual((at as number) / 100)
    }
  })
  test('garbage: nonsense in the share asked for, another kind each time', async () => {
    const bodies = (run: RunResult) =>
      run.trace.filter((e) => e.kind === 'deliver' && e.node === 'n1' && e.type === 'tell').map((e) => e.body)
    const run = await liar(garbage(50), { durationMs: 10_050 })
    const bad = bodies(run).filter(
      (b) => JSON.stringify(Object.keys((b ?? {}) as object)) !== '["n","proof"]',
    )
    expect(bodies(run)).toHaveLength(100)
    expect(bad.length).toBeGreaterThan(20)
    expect(new Set(bad.map((b) => JSON.stringify(b))).size).toBeGreaterThan(6)
  })
  test('repeat and upon; together they apply one after the other', async () => {
    const run = await liar(
      together(
        upon('ask', (m, me) => me.send('n1', 'passed', `heard ${me.heard.length}`, { cause: m.event })),
        repeat(2, { types: ['tell'] }),
        late([5, 5]),
      ),
      { durationMs: 150, script: (ask) => ask('ask', {}) },
    )
    expect(told(run).map((t) => t[0])).toEqual([105, 106])
    expect(run.trace.some((e) => e.kind === 'deliver' && e.type === 'passed' && e.body === 'heard 1')).toBe(
      true,
    )
  })
  test('a lie without a program says only what it does by itself', async () => {
    const run = await play(listener, (sc) => {
      sc.nodes(['n1'])
      sc.supply('n2', peer({ lie: { start: (me) => me.send('n1', 'tell', { n: 7 }, { afterMs: 50 }) } }), {
        peer: true,
      })
      sc.auth('secret')
      sc.client('c', async (c) => c.send('n2', 'anything'))
    })
    expect(told(run)).toHaveLength(1)
  })
  test('signed parts are found wherever they stand', () => {
    const s = { by: 'a', body: 1, sig: 'x' }
    const outer = { by: 'b', body: { list: [s, 2] }, sig: 'y' }
    expect(mapSigned({ deep: [outer] }, (x) => ({ ...x, sig: `${x.sig}!` }))).toEqual({
      deep: [{ by: 'b', body: { list: [{ by: 'a', body: 1, sig: 'x!' }, 2] }, sig: 'y!' }],
    })
  })
})

describe('in the sandbox no code gets at another’s signature', () => {
  let pool: Pool
  beforeAll(async () => {
    pool = await openPool({ size: 1 })
  })
  afterAll(() => pool.close())

  const KEY = 'ab'.repeat(32)
  const driver = `exports.run = async (port) => {
    const step = async (i, ev) => JSON.parse(await port.step(JSON.stringify({ i, mono: 0, wall: 0, ev })))
    const boot = (i, id) => step(i, { k: 'boot', id, peers: [], role: 'default', config: null, seed: 1, lines: true, auth: '${KEY}' })
    const first = await boot(1, 'n1')
    const second = await boot(2, 'n2')
    const got = await step(1, { k: 'msg', from: 'c', type: 'x', body: null, call: 1 })
    const other = await step(2, { k: 'msg', from: 'c', type: 'x', body: null, call: 2 })
    return [...first, ...second, ...got, ...other]
  }`
  const run = async (body: string) => {
    const source = `import { node, sha256, hmacSha256, toHex, digest } from 'faultline'\n${body}`
    const outcome = await pool.run({
      source,
      driver: { hash: `auth${body.length}`, code: driver },
      input: {},
    })
    return JSON.stringify(outcome)
  }

  test('it signs as itself only, and every node can tell', async () => {
    const said = await run(`export default node((ctx, auth) => {
      ctx.on('x', () => {
        const mine = auth.sign({ a: 1, b: [2] })
        const renamed = { ...mine, by: ctx.id === 'n1' ? 'n2' : 'n1' }
        return [mine.by === ctx.id, auth.verify(mine), auth.verify({ ...mine, body: { b: [2], a: 1 } }), auth.verify(renamed), auth.verify(null), auth.sign({ by: 'n9' }).by === ctx.id]
      })
    })`)
    expect(said.match(/"body":\[true,true,true,false,false,true\]/g)).toHaveLength(2)
  })

  test.each([
    [
      'properties of auth, its functions and their prototypes',
      `
      const seen = []
      const walk = (x, n) => {
        if (n > 4 || (typeof x !== 'object' && typeof x !== 'function') || x === null || seen.includes(x)) return
        seen.push(x)
        for (const k of Reflect.ownKeys(x)) { const d = Object.getOwnPropertyDescriptor(x, k); walk(d.value, n + 1); walk(d.get, n + 1) }
        walk(Object.getPrototypeOf(x), n + 1)
      }
      walk(auth, 0); walk(ctx, 0); walk(globalThis, 0)
      out.push(...seen.flatMap((x) => Reflect.ownKeys(x).map((k) => { try { return String(x[k]) } catch { return '' } })))`,
    ],
    [
      'a toJSON that looks at its caller',
      `
      auth.sign({ toJSON() { try { out.push(String(auth.sign.caller), String(auth.sign.arguments)) } catch (e) { out.push(e.message) } out.push(new Error().stack); return 1 } })`,
    ],
    [
      'poisoned prototypes',
      `
      for (const [proto, name] of [[Array.prototype, 'map'], [Array.prototype, Symbol.iterator], [Uint8Array.prototype, 'subarray'], [String.prototype, 'slice'], [JSON, 'parse'], [Object.prototype, 'auth']]) {
        try { const old = proto[name]; Object.defineProperty(proto, name, { configurable: true, get() { out.push('poisoned'); return old } }) } catch (e) { out.push('frozen') }
      }
      auth.sign({ a: [1] }); auth.verify(auth.sign(2))`,
    ],
    [
      'the text of the kernel’s functions',
      `out.push(auth.sign.toString(), auth.verify.toString(), ctx.send.toString(), node.toString())`,
    ],
    [
      'the stack of an error inside verify',
      `
      try { auth.verify(new Proxy({}, { get() { out.push(new Error().stack); throw new Error('x') }, ownKeys() { out.push(new Error().stack); return [] } })) } catch (e) { out.push(e.stack) }`,
    ],
    [
      'guesses from what is public',
      `
      const mine = auth.sign({ a: 1 })
      for (const key of [ctx.id, '1', 'seed', '', toHex(sha256('1'))])
        out.push('guess ' + (toHex(hmacSha256(key, JSON.stringify(['n2', { a: 1 }]))).slice(0, 32) === mine.sig))`,
    ],
  ])('%s', async (_, attack) => {
    const said = await run(`export default node((ctx, auth) => {
      ctx.on('x', () => { const out = []; ${attack}; return out.join(' ').slice(0, 60000) })
    })`)
    expect(said).toContain('"kind":"done"')
    expect(said).not.toContain('"threw"')
    expect(said).not.toContain(KEY)
    expect(said).not.toContain(KEY.slice(0, 16))
    expect(said).not.toContain('poisoned')
    expect(said).not.toContain('guess true')
  })

  test('what one node leaves on shared objects, another does not find', async () => {
    const said = await run(`export default node((ctx, auth) => {
      try { auth.digest.left = ctx.id } catch {}
      try { sha256.left = ctx.id } catch {}
      try { auth.sign.left = ctx.id } catch {}
      ctx.on('x', () => [ctx.id, auth.digest.left ?? null, sha256.left ?? null, auth.sign.left === undefined || auth.sign.left === ctx.id])
    })`)
    expect(said).toContain('"body":["n1",null,null,true]')
    expect(said).toContain('"body":["n2",null,null,true]')
  })

  test('without sc.auth the exercise has no signatures, and says so', async () => {
    const source = `import { node } from 'faultline'\nexport default node((ctx, auth) => { auth.sign(1) })`
    const code = driver.replace(`, auth: '${KEY}'`, '')
    const outcome = await pool.run({ source, driver: { hash: 'noauth', code }, input: {} })
    expect(JSON.stringify(outcome)).toContain('this exercise has no signatures')
  })
})
