import { describe, expect, test } from 'vitest'
import { getCourse } from '../../lib/content/index.ts'
import { db } from '../../lib/db/index.ts'
import { findStep } from '../../lib/paths/index.ts'
import { findCertificate } from '../../lib/progress/index.ts'
import { call, createPerson, type Person, send, setUpWeb } from './harness.ts'

await setUpWeb()

const [beginner] = getCourse().paths
const patterns = beginner?.weeks.flatMap((week) => week.patterns) ?? []
const ask = (as: Person, body: object = {}) =>
  call('POST', '/api/certificates', { as, body: { path: 'beginner', name: 'Ada Lovelace', ...body } })

/** Passes the exercises of these patterns. */
async function pass(userId: string, slugs: readonly string[]) {
  for (const slug of slugs) {
    const exerciseUuid = findStep(slug)?.exercise?.uuid
    if (!exerciseUuid) throw new Error(`${slug} has no exercise`)
    await db().progress.create({ data: { userId, exerciseUuid, state: 'PASSED', lastOutcome: 'passed' } })
  }
}

describe('a certificate', () => {
  test('is issued for all exercises of the path, and for none fewer', async () => {
    const ada = await createPerson()
    await pass(ada.id, patterns.slice(1))
    const refused = await ask(ada)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'path-incomplete'])
    expect(refused.body.error.message).toContain('Health Check')
    expect(refused.body.error.details.missing).toEqual(patterns.slice(0, 1))
    await pass(ada.id, patterns.slice(0, 1))
    const { status, body } = await ask(ada)
    expect([status, body.code]).toEqual([200, expect.stringMatching(/^[2-9B-Z]{20}$/)])
    expect((await ask(ada, { name: 'Somebody Else' })).body.code).toBe(body.code)
  })

  test('of a path with patterns in preparation is for nobody, and the answer says so', async () => {
    const ada = await createPerson()
    const { status, body } = await ask(ada, { path: 'expert' })
    expect([status, body.error.code]).toEqual([409, 'path-incomplete'])
    expect(body.error.message).toContain('in preparation')
    expect((await ask(ada, { path: 'nowhere' })).status).toBe(404)
    expect(await db().certificate.count({ where: { userId: ada.id } })).toBe(0)
  })

  test('shows name, path and date to whoever has the code, and is the owner’s to correct', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    await pass(ada.id, patterns)
    const { code } = (await ask(ada, { name: 'Ada Lovelce' })).body
    expect(Object.keys((await findCertificate(code, null)) ?? {}).sort()).toEqual([
      'issuedAt',
      'mine',
      'name',
      'path',
      'pathTitle',
    ])
    const rename = (as: Person, name: string) =>
      call('PATCH', '/api/certificates/[code]', { as, params: { code }, body: { name } })
    expect((await rename(bob, 'Bob')).status).toBe(404)
    expect((await rename(ada, '  ')).body.error.code).toBe('invalid-body')
    expect((await rename(ada, 'Ada Lovelace')).status).toBe(200)
    expect(await findCertificate(code, ada.id)).toMatchObject({ name: 'Ada Lovelace', mine: true })
    expect(await findCertificate(code, bob.id)).toMatchObject({ mine: false })
    expect(await findCertificate(`${code.slice(0, -1)}2`, ada.id).then((c) => c?.name)).not.toBe('Bob')
    expect(await findCertificate("' or 1=1", null)).toBeNull()
  })

  test('as a PDF is the owner’s, and a name without letters in its fonts is refused with a way out', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()]
    await pass(ada.id, patterns)
    const { code } = (await ask(ada, { name: 'Łucja Müller-Ωμέγα' })).body
    const pdf = (as: Person | null) => send('GET', '/api/certificates/[code]/pdf', { as, params: { code } })
    const mine = await pdf(ada)
    expect([mine.status, mine.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(
      Buffer.from(await mine.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect([(await pdf(bob)).status, (await pdf(null)).status]).toEqual([404, 401])
    await db().certificate.updateMany({ where: { userId: ada.id }, data: { name: '山田花子' } })
    const refused = await (await pdf(ada)).json()
    expect(refused.error.code).toBe('cannot-print')
    expect(refused.error.message).toContain('print')
  })
})
