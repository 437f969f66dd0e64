import { afterEach, describe, expect, test } from 'vitest'
import { resetConfig } from '../../lib/config/index.ts'
import { db } from '../../lib/db/index.ts'
import { createFront } from '../../lib/front/index.ts'
import { metrics, snapshot } from '../../lib/metrics/index.ts'
import { heartbeat } from '../../lib/submissions/index.ts'
import { submitCode } from '../submissions/harness.ts'
import { call, createPerson, ORIGIN, setUpWeb } from './harness.ts'

await setUpWeb()

const status = { cage: 'bubblewrap', present: ['namespaces'], missing: [], kills: { time: 2, memory: 0 } }
const grader = async () =>
  heartbeat({ id: 'g1', host: 'h', pid: 1, concurrency: 2, status, metrics: await snapshot() })

afterEach(async () => {
  await db().worker.deleteMany()
  process.env.APP_ORIGIN = ORIGIN
  delete process.env.METRICS_TOKEN
  resetConfig()
})

test('/healthz answers whatever else is wrong', async () => {
  expect(await call('GET', '/healthz')).toMatchObject({ status: 200, body: { ok: true } })
})

describe('/readyz', () => {
  test('says what is missing while no grader is there', async () => {
    const { status, body } = await call('GET', '/readyz')
    expect(status).toBe(503)
    expect(body).toEqual({
      ready: false,
      checks: { database: 'ok', queue: 'ok', graders: 'none is running; start one with: npm run grader' },
    })
  })

  test('is ready with a grader whose heartbeat is fresh, and not with a silent one', async () => {
    await grader()
    expect((await call('GET', '/readyz')).status).toBe(200)
    await db().$executeRaw`update "Worker" set "heartbeatAt" = now() - interval '1 minute'`
    expect((await call('GET', '/readyz')).status).toBe(503)
  })
})

test('/api/status names the layers of the cage, and nothing about the machine', async () => {
  await grader()
  const { body } = await call('GET', '/api/status')
  expect(body.graders).toEqual([
    {
      concurrency: 2,
      startedAt: expect.any(String),
      cage: 'bubblewrap',
      present: ['namespaces'],
      missing: [],
    },
  ])
  expect(body).toMatchObject({ ready: true, queue: { queued: 0, running: 0 } })
  expect(JSON.stringify(body)).not.toContain('"pid"')
})

describe('/api/metrics', () => {
  test('has the queue, this process and every grader, in Prometheus’ format', async () => {
    const { id } = await createPerson()
    await submitCode(id)
    metrics().verdicts.inc({ outcome: 'passed' }, 3)
    await grader()
    const { status, headers, body } = await call('GET', '/api/metrics')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(body).toMatch(/^faultline_queue_depth 1$/m)
    expect(body).toMatch(/^faultline_graders 1$/m)
    expect(body).toMatch(/^faultline_verdicts_total\{outcome="passed",worker="g1"\} 3$/m)
    expect(body).toMatch(/^faultline_sandbox_kills\{reason="time",worker="g1"\} 2$/m)
    expect(body).toMatch(/^faultline_queue_wait_ms_bucket\{le="\+Inf",worker="g1"\} \d+$/m)
    expect(body).toMatch(/^# TYPE faultline_http_duration_ms histogram$/m)
    const again = await call('GET', '/api/metrics')
    expect(again.body).toMatch(
      /^faultline_http_duration_ms_count\{route="\/api\/metrics",method="GET",status="200",worker="web"\} 1$/m,
    )
  })

  test('are read without a token on this machine only, however local it calls itself', async () => {
    // From here on this process believes the header by which that server names the other end of the socket.
    createFront(async () => undefined, ORIGIN)
    const from = async (address: string) =>
      (await call('GET', '/api/metrics', { headers: { 'x-faultline-peer': address } })).status
    expect(await from('127.0.0.1')).toBe(200)
    expect(await from('192.168.1.7')).toBe(403)
  })

  test('need a token in production, and the right one', async () => {
    process.env.APP_ORIGIN = 'https://learn.example.org'
    resetConfig()
    const closed = await call('GET', '/api/metrics')
    expect([closed.status, closed.body.error.code]).toEqual([403, 'not-allowed'])
    process.env.METRICS_TOKEN = 'a token of some length'
    resetConfig()
    const ask = async (authorization: string | null) =>
      (await call('GET', '/api/metrics', { headers: { authorization } })).status
    expect(await ask(null)).toBe(403)
    expect(await ask('Bearer wrong')).toBe(403)
    expect(await ask('Bearer a token of some length')).toBe(200)
  })
})
