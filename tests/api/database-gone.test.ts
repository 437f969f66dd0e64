import { randomUUID } from 'node:crypto'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { disconnect } from '../../lib/db/index.ts'
import { exercise, SLUG } from '../submissions/harness.ts'
import { call, createPerson, setUpWeb } from './harness.ts'

const { url } = await setUpWeb()

/** A cable to the database that can be pulled. */
class Cable {
  #server: Server | undefined
  readonly #sockets = new Set<Socket>()
  port = 0

  async plug(): Promise<void> {
    const { hostname, port } = new URL(url)
    const server = createServer((client) => {
      const database = connect(Number(port), hostname)
      for (const [from, to] of [
        [client, database],
        [database, client],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as { port: number }).port
    this.#server = server
  }

  async pull(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}

const cable = new Cable()
await cable.plug()
await disconnect()
const through = new URL(url)
through.hostname = '127.0.0.1'
through.port = String(cable.port)
process.env.DATABASE_URL = through.href
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
