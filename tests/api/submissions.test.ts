import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db } from '../../lib/db/index.ts'
import { finish } from '../../lib/submissions/index.ts'
import {
  exercise,
  failed,
  graded,
  mustClaim,
  passed,
  rowOf,
  SLUG,
  submitCode,
} from '../submissions/harness.ts'
import { call, createPerson, type Person, routes, send, setUpWeb } from './harness.ts'

await setUpWeb()

const submit = (as: Person, body: object = {}) =>
  call('POST', '/api/submissions', {
    as,
    body: { slug: SLUG, code: 'a', idempotencyKey: randomUUID(), ...body },
  })

/** The events of a stream that ends by itself. */
async function readEvents(response: Response): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const blocks = (await response.text()).split('\n\n').filter((block) => block.startsWith('event: '))
  return blocks.map((block) => {
    const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
    return { event, data: JSON.parse(data) }
  })
}

describe('submitting', () => {
  test('is accepted with an id, at once', async () => {
    const as = await createPerson()
    const { status, body } = await submit(as)
    expect(status).toBe(202)
    expect(body).toEqual({
      id: expect.any(String),
      repeated: false,
      suite: { version: exercise.version, hash: exercise.suiteHash, changed: false },
    })
  })

  test('twice by a double click is one submission', async () => {
    const as = await createPerson()
    const once = { idempotencyKey: randomUUID() }
    const [a, b] = await Promise.all([submit(as, once), submit(as, once)])
    expect([a.status, b.status, a.body.id === b.body.id]).toEqual([202, 202, true])
    expect(await db().submission.count({ where: { userId: as.id } })).toBe(1)
  })

  test.each<[string, object, number, string, string]>([
    [
      'an unknown exercise',
      { slug: 'circuit-braker' },
      404,
      'unknown-exercise',
      "no exercise 'circuit-braker'",
    ],
    ['a NUL byte', { code: 'a\0' }, 400, 'invalid-text', 'Line 1, column 2 has a NUL character'],
    ['a lone surrogate', { code: '\uD800' }, 400, 'invalid-text', 'lone surrogate U+D800'],
    [
      'too much source',
      { code: 'x'.repeat(102_401) },
      413,
      'source-too-large',
      '102,401 bytes; at most 102,400',
    ],
    [
      'too much source, of line ends alone',
      { code: '\n'.repeat(102_401) },
      413,
      'source-too-large',
      '102,401 bytes; at most 102,400',
    ],
    ['no code', { code: undefined }, 400, 'invalid-body', "at 'code'"],
    ['code that is no text', { code: 7 }, 400, 'invalid-body', "at 'code'"],
    ['a key that is none', { idempotencyKey: 'x' }, 400, 'invalid-body', "at 'idempotencyKey'"],
    ['an invented field', { verdict: passed }, 400, 'invalid-body', 'verdict'],
  ])('%s has its own answer and stores nothing', async (_, change, status, code, message) => {
    const as = await createPerson()
    const answer = await submit(as, change)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(answer.body.error.message).toContain(message)
    expect(await db().submission.count({ where: { userId: as.id } })).toBe(0)
  })

  test('100 KB that JSON makes longer still fit', async () => {
    const as = await createPerson()
    for (const code of ['\tif (a) { b("c") }\n'.repeat(5_389), '\n'.repeat(102_300)])
      expect((await submit(as, { code })).status).toBe(202)
  })

  test('a suite that has changed meanwhile is graded as it is now, and the answer says so', async () => {
    const as = await createPerson()
    const { status, body } = await submit(as, { suiteHash: 'what the page showed' })
    expect([status, body.suite]).toEqual([
      202,
      { version: exercise.version, hash: exercise.suiteHash, changed: true },
    ])
  })

  test('another request under the same key is refused', async () => {
    const as = await createPerson()
    const idempotencyKey = randomUUID()
    await submit(as, { idempotencyKey })
    const { status, body } = await submit(as, { idempotencyKey, code: 'b' })
    expect([status, body.error.code]).toEqual([409, 'idempotency-conflict'])
  })
})

describe('the event stream', () => {
  test('goes from queued to the verdict and ends', async () => {
    const as = await createPerson()
    const id = await submitCode(as.id)
    const response = await send('GET', '/api/submissions/[id]/events', { as, params: { id } })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    await finish(await mustClaim(id), graded(failed))
    const events = await readEvents(response)
    expect(events.map(({ event }) => event)).toEqual(['queued', 'exploring', 'over'])
    expect(events.at(-1)?.data).toMatchObject({
      state: 'DONE',
      verdict: { outcome: 'failed', property: 'p' },
      suiteVersion: 1,
    })
  })

  test('that is opened again after the end gives the verdict again', async () => {
    const as = await createPerson()
    const id = await submitCode(as.id)
    await finish(await mustClaim(id), graded(passed))
    for (let i = 0; i < 2; i++) {
      const response = await send('GET', '/api/submissions/[id]/events', { as, params: { id } })
      expect((await readEvents(response)).map(({ event }) => event)).toEqual(['over'])
    }
  })

  test('that its client leaves stops listening, and the submission goes on', async () => {
    const as = await createPerson()
    const id = await submitCode(as.id)
    const response = await send('GET', '/api/submissions/[id]/events', { as, params: { id } })
    await response.body?.cancel()
    expect(await finish(await mustClaim(id), graded(passed))).toBe(true)
  })
})

describe('one person’s work', () => {
  test('is shown to them: code, verdict, history without replays, progress', async () => {
    const as = await createPerson()
    const id = await submitCode(as.id, 'mine')
    await finish(await mustClaim(id), graded(failed))
    const body = { idempotencyKey: randomUUID(), withoutFaults: ['f1'] }
    const replayed = await call('POST', '/api/submissions/[id]/replay', { as, params: { id }, body })
    expect(replayed.status).toBe(202)
    expect(await rowOf(replayed.body.id)).toMatchObject({ kind: 'REPLAY', replayOf: id })

    const { submission } = (await call('GET', '/api/submissions/[id]', { as, params: { id } })).body
    expect(submission).toMatchObject({ id, code: 'mine', outcome: 'failed', verdict: { property: 'p' } })
    const { submissions } = (await call('GET', '/api/submissions', { as, search: { slug: SLUG } })).body
    expect(submissions.map((one: { id: string }) => one.id)).toEqual([id])
    const { exercises } = (await call('GET', '/api/progress', { as })).body
    expect(exercises).toMatchObject([{ exerciseUuid: exercise.uuid, state: 'ATTEMPTED', attempts: 1 }])
  })

  test('history comes in pages, newest first', async () => {
    const as = await createPerson()
    const ids = []
    for (let i = 0; i < 32; i++) {
      const id = await submitCode(as.id)
      await finish(await mustClaim(id), graded(failed))
      ids.unshift(id)
    }
    const page = async (before?: string) =>
      (
        await call('GET', '/api/submissions', { as, search: { slug: SLUG, ...(before ? { before } : {}) } })
      ).body.submissions.map((one: { id: string }) => one.id)
    const first = await page()
    expect(first).toEqual(ids.slice(0, 30))
    expect(await page(first.at(-1))).toEqual(ids.slice(30))
  })

  test('is not there for anybody else, on any route that takes its id', async () => {
    const [ada, mallory, admin] = [await createPerson(), await createPerson(), await createPerson('ADMIN')]
    const id = await submitCode(ada.id)
    const before = await rowOf(id)
    const nobodys = '01999999-9999-7999-8999-999999999999'
    const bodies: Record<string, object> = {
      '/api/submissions/[id]/replay': { idempotencyKey: randomUUID() },
    }
    const withId = [...(await routes())].flatMap(([route, handlers]) =>
      route.startsWith('/api/submissions') && route.includes('[id]')
        ? (Object.keys(handlers) as ('GET' | 'POST')[])
            .filter((m) => m === 'GET' || m === 'POST')
            .map((method) => ({ method, route }))
        : [],
    )
    expect(withId.map(({ method, route }) => `${method} ${route}`).sort()).toEqual([
      'GET /api/submissions/[id]',
      'GET /api/submissions/[id]/events',
      'POST /api/submissions/[id]/cancel',
      'POST /api/submissions/[id]/replay',
    ])
    for (const { method, route } of withId) {
      for (const as of [mallory, admin]) {
        const answers = []
        for (const tried of [id, nobodys, 'not-an-id', "' or 1=1 --"]) {
          const { status, body } = await call(method, route, {
            as,
            params: { id: tried },
            body: bodies[route],
          })
          answers.push([status, body.error.code, body.error.message])
        }
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
        expect(answers[0]?.slice(0, 2)).toEqual([404, 'not-found'])
      }
    }
    expect(await rowOf(id)).toEqual(before)
    const history = await call('GET', '/api/submissions', { as: mallory, search: { slug: SLUG } })
    expect(history.body.submissions).toEqual([])
  })
})

describe('drafts', () => {
  const params = { slug: SLUG }
  const put = (as: Person, body: object, headers: Record<string, string> = {}) =>
    call('PUT', '/api/drafts/[slug]', { as, params, body, headers })
  const get = (as: Person) => call('GET', '/api/drafts/[slug]', { as, params })

  test('are not written from a page that another account opened in the same browser', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    const late = { code: 'typed by ada', revision: 0 }
    const { status, body } = await put(bob, late, { 'x-faultline-account': ada.id })
    expect([status, body.error.code]).toEqual([409, 'other-account'])
    expect((await get(bob)).body).toEqual({ draft: null })
    expect((await put(bob, late, { 'x-faultline-account': bob.id })).status).toBe(200)
  })

  test('are one’s own', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    expect((await put(ada, { code: 'secret idea', revision: 0 })).body).toMatchObject({ revision: 1 })
    expect((await get(bob)).body).toEqual({ draft: null })
    expect((await put(bob, { code: 'own idea', revision: 0 })).body).toMatchObject({ revision: 1 })
    expect((await get(ada)).body.draft).toMatchObject({
      file: 'solution.ts',
      code: 'secret idea',
      revision: 1,
    })
  })

  test('of two tabs: the later one gets the other’s text to compare', async () => {
    const as = await createPerson()
    await put(as, { code: 'base', revision: 0 })
    await put(as, { code: 'tab one', revision: 1 })
    const { status, body } = await put(as, { code: 'tab two', revision: 1 })
    expect([status, body.error.code]).toEqual([409, 'draft-conflict'])
    expect(body.error.details.draft).toMatchObject({ code: 'tab one', revision: 2 })
  })

  test('of an unknown exercise are refused', async () => {
    const as = await createPerson()
    const answer = await call('GET', '/api/drafts/[slug]', { as, params: { slug: '..%2f' } })
    expect([answer.status, answer.body.error.code]).toEqual([404, 'unknown-exercise'])
  })
})
