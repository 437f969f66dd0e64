import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { disconnect } from '../../lib/db/index.ts'
import { exercise, SLUG } from '../submissions/harness.ts'
import { Cable } from './cable.ts'
import { call, createPerson, send, setUpWeb } from './harness.ts'

const { url } = await setUpWeb()

const cable = new Cable(url)
await cable.plug()
await disconnect()
process.env.DATABASE_URL = cable.url
afterAll(() => cable.pull())

test('without the database every request says so and loses nothing, and when it is back all goes on', async () => {
  const as = await createPerson()
  const submission = { slug: SLUG, code: 'kept by the learner', idempotencyKey: randomUUID() }
  const draft = { code: 'kept by the learner', revision: 0 }
  const requests = () =>
    Promise.all([
      call('POST', '/api/submissions', { as, body: submission }),
      call('PUT', '/api/drafts/[slug]', { as, params: { slug: SLUG }, body: draft }),
      call('GET', '/api/submissions', { as, search: { slug: SLUG } }),
      call('GET', '/api/account', { as }),
    ])

  await cable.pull()
  for (const { status, headers, body } of await requests()) {
    expect([status, body.error.code]).toEqual([503, 'database-unavailable'])
    expect(body.error.message).toContain('Nothing was changed; try again in a few seconds')
    expect(headers.get('retry-after')).toBe('3')
    expect(headers.get('x-request-id')).toBe(body.error.requestId)
  }
  // To a browser's EventSource any answer but a stream means never to come back.
  const events = await send('GET', '/api/submissions/[id]/events', { as, params: { id: randomUUID() } })
  expect([events.status, events.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ])
  expect(await events.text()).toMatch(/^retry: \d+\n\nevent: trouble\ndata: \{"code":"database-unavailable"/)
  const ready = await call('GET', '/readyz')
  expect([ready.status, ready.body.checks.database]).toEqual([503, 'does not answer'])
  expect((await call('GET', '/healthz')).status).toBe(200)

  await cable.plug()
  const [submitted, saved, , account] = await requests()
  expect(submitted).toMatchObject({
    status: 202,
    body: { repeated: false, suite: { hash: exercise.suiteHash } },
  })
  expect(saved).toMatchObject({ status: 200, body: { revision: 1 } })
  expect(account?.body.user.id).toBe(as.id)
})
