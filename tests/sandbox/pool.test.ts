import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Job, openPool, type Pool } from '../../lib/sandbox/index.ts'

/** A driver that does what its input says, without any suite. */
const code = `
exports.run = async (port, input, progress, playing) => {
  if (input.place) playing(input.place)
  if (input.broken) throw new Error('the driver broke: secret-of-the-suite')
  const step = (ev, i = 1) => port.step(JSON.stringify({ i, mono: 0, wall: 0, ev }))
  const boot = { k: 'boot', id: 'n1', peers: [], role: 'default', config: null, seed: 1, lines: false }
  const out = [await step(boot)]
  const of = input.calls ?? 1
  for (let done = 0; done < of; done++) {
    progress({ done, of })
    out.push(await step({ k: 'msg', from: 'c', type: 'x', body: done, call: done }))
  }
  return out.map((text) => JSON.parse(text))
}`
const driver = { hash: 'driver-1', code }
const ECHO = `import { node } from 'faultline'\nexport default node((ctx) => { ctx.on('x', (n) => n) })`
const LOOP = 'for (;;);'

const job = (source: string, input: object = {}, o: Partial<Job> = {}): Job => ({
  source,
  driver,
  input: input as never,
  ...o,
})
const reply = (call: number) => ({ kind: 'done', value: [[], [{ o: 'reply', call, ok: true, body: call }]] })

let pool: Pool

beforeAll(async () => {
  pool = await openPool({ size: 2, limits: { cpuMs: 1000 } })
})
afterAll(() => pool.close())

describe('a job', () => {
  test('ends with what the driver made of it', async () => {
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
  })

  test('is not sent the driver again, and may bring another', async () => {
    await pool.run(job(ECHO))
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
    const other = { hash: 'driver-2', code: 'exports.run = async () => 2' }
    expect(await pool.run(job(ECHO, {}, { driver: other }))).toEqual({ kind: 'done', value: 2 })
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
  })

  test('tells its progress', async () => {
    const seen: number[] = []
    const slow = `import { node } from 'faultline'
export default node((ctx) => { ctx.on('x', () => { for (let i = 0; i < 3e6; i++); return 0 }) })`
    await pool.run(job(slow, { calls: 200 }), {
      limits: {},
      onProgress: ({ done, of }) => {
        expect(of).toBe(200)
        seen.push(done)
      },
    })
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  test('that breaks our own code is our fault, and the log has the reason', async () => {
    const outcome = await pool.run(job(ECHO, { broken: true }))
    expect(outcome).toMatchObject({ kind: 'crashed', detail: expect.stringContaining('secret-of-the-suite') })
  })

  test('more than fit at once wait for their turn', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => pool.run(job(ECHO))))
    expect(many).toEqual(Array.from({ length: 12 }, () => reply(0)))
    expect(pool.status()).toMatchObject({ running: 0, queued: 0 })
  })
})

describe('limits', () => {
  test('a loop is stopped after its CPU time', async () => {
    const outcome = await pool.run(job(LOOP), { limits: { cpuMs: 200 } })
    expect(outcome).toMatchObject({
      kind: 'exceeded',
      limit: 'time',
      message: expect.stringContaining('0.2 s of computing'),
    })
  })

  test('and after its wall time', async () => {
    const outcome = await pool.run(job(LOOP), { limits: { wallMs: 200 } })
    expect(outcome).toMatchObject({
      kind: 'exceeded',
      limit: 'time',
      message: expect.stringContaining('after 0.2 s.'),
    })
  })

  test.runIf(process.platform === 'linux')(
    'waiting for a core does not count: among many that want one, a loop is stopped by its CPU time',
    async () => {
      const crowd = Array.from(
        { length: 3 * availableParallelism() },
        () => new Worker('for (;;);', { eval: true }),
      )
      try {
        await Promise.all(crowd.map((worker) => once(worker, 'online')))
        const outcome = await pool.run(job(LOOP), { limits: { cpuMs: 300, wallMs: 400 } })
        expect(outcome).toMatchObject({ message: expect.stringContaining('0.3 s of computing') })
      } finally {
        await Promise.all(crowd.map((worker) => worker.terminate()))
      }
    },
  )

  test('with what the driver said that it was at', async () => {
    const place = { seed: 'calm#3', story: 'Nothing happens' }
    const killed = await pool.run(job(LOOP, { place }), { limits: { cpuMs: 200 } })
    expect(killed).toMatchObject({ kind: 'exceeded', limit: 'time', place })
    const huge = { ...place, seed: '1'.repeat(5000) }
    expect(await pool.run(job(LOOP, { place: huge }), { limits: { cpuMs: 200 } })).toMatchObject({
      kind: 'exceeded',
      place: { story: place.story },
    })
  })

  test('too much in one step is output, and says of what there is most', async () => {
    const code = `import { node } from 'faultline'
export default node((ctx) => { ctx.on('x', () => { for (let i = 0; i < 9; i++) ctx.after(i, () => {}); ctx.trace('"o":"log"') }) })`
    const outcome = await pool.run(job(code), { limits: { stepChars: 200 } })
    expect(outcome).toMatchObject({ kind: 'exceeded', limit: 'output' })
    expect(outcome.kind === 'exceeded' && outcome.message).toMatch(/Most of it: at least \d+ timers\.$/)
  })

  test('a job can lower a limit, never raise it', async () => {
    const outcome = await pool.run(job(LOOP), { limits: { cpuMs: 60_000 } })
    expect(outcome).toMatchObject({
      kind: 'exceeded',
      message: expect.stringContaining('after 1 s of computing'),
    })
  })

  test('resident memory counts, whoever allocates it', async () => {
    const outcome = await pool.run(job(ECHO), { limits: { rssMb: 20 } })
    // An idle runner is above 20 MB already; a short job may end before the watchdog looks.
    if (outcome.kind !== 'done') expect(outcome).toMatchObject({ kind: 'exceeded', limit: 'memory' })
    const hog = await pool.run(job(`const kept: unknown[] = []; ${LOOP}`), { limits: { rssMb: 20 } })
    expect(hog).toMatchObject({ kind: 'exceeded', limit: 'memory' })
  })

  test('a file over the limit is refused before any process sees it', async () => {
    const outcome = await pool.run(job('x'.repeat(20)), { limits: { sourceBytes: 19 } })
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'too-large' })
    const twoBytesEach = await pool.run(job('é'.repeat(10)), { limits: { sourceBytes: 19 } })
    expect(twoBytesEach).toMatchObject({ kind: 'rejected', reason: 'too-large' })
  })

  test('a result over the limit is output', async () => {
    const outcome = await pool.run(job(ECHO, { calls: 50 }), { limits: { resultChars: 100 } })
    expect(outcome).toMatchObject({ kind: 'exceeded', limit: 'output' })
  })
})

test('asking for process ids while processes start does not blind the watchdog', async () => {
  const young = await openPool({ size: 2, spares: 0, limits: { cpuMs: 300, wallMs: 10_000 } })
  const until = performance.now() + 3000
  while (young.status().warm < 2 && performance.now() < until) {
    young.status()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const both = await Promise.all([young.run(job(LOOP)), young.run(job(LOOP))])
  await young.close()
  for (const outcome of both)
    expect(outcome).toMatchObject({ message: expect.stringContaining('of computing') })
})

describe('cancelling', () => {
  test('kills a running job, and the pool goes on', async () => {
    const controller = new AbortController()
    const running = pool.run(job(LOOP), { signal: controller.signal })
    setTimeout(() => controller.abort('no longer wanted'), 50)
    await expect(running).rejects.toBe('no longer wanted')
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
  })

  test('takes a waiting job out of the queue', async () => {
    const controller = new AbortController()
    const busy = [1, 2].map(() => pool.run(job(LOOP), { limits: { wallMs: 300 } }))
    const waiting = pool.run(job(ECHO), { signal: controller.signal })
    controller.abort('left')
    await expect(waiting).rejects.toBe('left')
    await Promise.all(busy)
    expect(pool.status().queued).toBe(0)
  })

  test('before the start, nothing starts', async () => {
    await expect(pool.run(job(ECHO), { signal: AbortSignal.abort('never') })).rejects.toBe('never')
  })
})

describe('processes that die', () => {
  test('killed once from outside: the job runs again and nobody notices', async () => {
    const slow = job(`for (let i = 0; i < 3e8; i++);\n${ECHO}`)
    const running = pool.run(slow)
    for (const pid of pool.status().pids) process.kill(pid, 'SIGKILL')
    expect(await running).toEqual(reply(0))
  })

  test('killed again and again: our fault, and the pool goes on', async () => {
    const killer = setInterval(() => {
      for (const pid of pool.status().pids) kill(pid)
    }, 30)
    const outcome = await pool
      .run(job(LOOP))
      .catch((e: Error) => ({ kind: 'no process', message: e.message }))
    clearInterval(killer)
    expect(['crashed', 'no process']).toContain(outcome.kind)
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
  })

  test('killed while idle: replaced', async () => {
    const before = pool.status().pids
    for (const pid of before) kill(pid)
    expect(await pool.run(job(ECHO))).toEqual(reply(0))
    expect(pool.status().pids.filter((pid) => before.includes(pid))).toEqual([])
  })

  test('a process that has served its number of jobs is replaced', async () => {
    const short = await openPool({ size: 1, spares: 0, jobsPerProcess: 2 })
    for (let i = 0; i < 5; i++) expect(await short.run(job(ECHO))).toEqual(reply(0))
    expect(short.status().started).toBeGreaterThanOrEqual(3)
    await short.close()
  })

  test('closing ends what runs and what waits', async () => {
    const closing = await openPool({ size: 1, spares: 0 })
    const running = closing.run(job(LOOP))
    const waiting = closing.run(job(ECHO))
    const over = Promise.allSettled([running, waiting])
    await closing.close()
    const [first, second] = await over
    expect(first?.status === 'rejected' || first?.value.kind === 'crashed').toBe(true)
    expect(second?.status).toBe('rejected')
    await expect(closing.run(job(ECHO))).rejects.toThrow('closed')
  })
})

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}
