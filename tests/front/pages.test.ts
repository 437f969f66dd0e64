import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import disk from 'node:fs/promises'
import { request } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createFront, openPages } from '../../lib/front/index.ts'

const dist = mkdtempSync(join(tmpdir(), 'faultline-pages-'))
const html = `<!DOCTYPE html><script src="/a.js"></script><script>go()</script>${'<p>lesson</p>'.repeat(200)}`
const app = join(dist, 'server/app')
mkdirSync(join(app, 'learn'), { recursive: true })
for (const name of ['index', 'learn/lesson', 'learn/retried', '_not-found', 'unlisted'])
  writeFileSync(join(app, `${name}.html`), html)
const route = (dataRoute: string | null) => ({ dataRoute })
writeFileSync(
  join(dist, 'prerender-manifest.json'),
  JSON.stringify({
    routes: {
      '/': route('/index.rsc'),
      '/learn/lesson': route('/learn/lesson.rsc'),
      '/learn/retried': route('/learn/retried.rsc'),
      '/_not-found': route('/_not-found.rsc'),
      '/icon.svg': route(null),
    },
  }),
)

const server = createFront(async (_, response) => void response.end('from next'), 'http://localhost:4321', [
  openPages(dist, { https: true, sessionCookie: '__Host-faultline.session' }),
])
beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  rmSync(dist, { recursive: true })
})

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = server.address() as { port: number }
  const all = { host: 'localhost:4321', 'accept-encoding': 'gzip, br', ...headers }
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const chunks: Buffer[] = []
      request({ port, host: '127.0.0.1', path, method, headers: all }, (answer) =>
        answer
          .on('data', (chunk) => chunks.push(chunk))
          .on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
          ),
      )
        .on('error', reject)
        .end()
    },
  )
}

test.each(['/', '/learn/lesson'])(
  '%s comes as it was built, compressed, under a policy that names its scripts',
  async (path) => {
    const { status, headers, body } = await get(path)
    expect(status).toBe(200)
    expect(gunzipSync(body).toString()).toBe(html)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'content-length': String(body.length),
      'cache-control': 'public, max-age=0, must-revalidate',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    })
    // sha256 of "go()"
    expect(headers['content-security-policy']).toContain(
      "script-src 'self' 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=';",
    )
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
    expect(String(headers.vary).toLowerCase().split(', ')).toEqual(
      expect.arrayContaining(['rsc', 'next-router-state-tree', 'accept-encoding', 'cookie']),
    )
  },
)

test('a page that could not be read once is read for the next visitor', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const read = vi.spyOn(disk, 'readFile').mockRejectedValueOnce(new Error('too many open files'))
  syncBuiltinESMExports()
  expect((await get('/learn/retried')).status).toBe(500)
  read.mockRestore()
  syncBuiltinESMExports()
  expect((await get('/learn/retried')).status).toBe(200)
  expect(said).toHaveBeenCalledOnce()
  said.mockRestore()
})

test('each request has an id of its own', async () => {
  const ids = await Promise.all([1, 2, 3].map(async () => (await get('/')).headers['x-request-id']))
  expect(new Set(ids).size).toBe(3)
  expect((await get('/')).headers['server-timing']).toMatch(/^request;desc="[0-9a-f-]{36}"$/)
})

test('who is signed in gets it as something that no cache keeps', async () => {
  const session = (cookie: string) => get('/', { cookie })
  expect((await session('a=1; __Host-faultline.session=x')).headers['cache-control']).toBe(
    'private, no-store',
  )
  expect((await session('__Host-faultline.session=x')).headers['cache-control']).toBe('private, no-store')
  expect((await session('not__Host-faultline.session=x')).headers['cache-control']).toContain('public')
})

test('who has it already is told that it is still the same', async () => {
  const { headers } = await get('/learn/lesson')
  const again = await get('/learn/lesson', { 'if-none-match': String(headers.etag) })
  expect([again.status, again.body.length]).toEqual([304, 0])
  expect(again.headers['content-security-policy']).toBe(headers['content-security-policy'])
  for (const known of [`W/${headers.etag}`, `"another", W/${headers.etag}`])
    expect((await get('/learn/lesson', { 'if-none-match': known })).status).toBe(304)
  expect((await get('/learn/lesson', { 'if-none-match': '"another"' })).status).toBe(200)
})

describe('is left to Next', () => {
  test.each([
    ['a page that was not built', '/exercises/lease', {}, 'GET'],
    ['a file of the build that is not in its list', '/unlisted', {}, 'GET'],
    ['an address out of the folder', '/../prerender-manifest', {}, 'GET'],
    ['what is shown where nothing is', '/_not-found', {}, 'GET'],
    ['a built file that is no page', '/icon.svg', {}, 'GET'],
    ['a slash at the end', '/learn/lesson/', {}, 'GET'],
    ['a query', '/learn/lesson?_rsc=1', {}, 'GET'],
    ['a request of the router', '/learn/lesson', { rsc: '1' }, 'GET'],
    ['an action', '/', { 'next-action': 'x' }, 'GET'],
    ['a browser that reads no gzip', '/', { 'accept-encoding': 'identity' }, 'GET'],
    ['another method', '/', {}, 'POST'],
  ])('%s', async (_, path, headers, method) => {
    expect((await get(path, headers, method)).body.toString()).toBe('from next')
  })
})
