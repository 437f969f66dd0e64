import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFront, openAssets } from '../../lib/front/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'faultline-assets-'))
const script = `${'const answer = 42\n'.repeat(500)}`
writeFileSync(join(folder, 'a~1-b_2.js'), script)
writeFileSync(join(folder, 'style.css'), 'body { margin: 0 }\n')
writeFileSync(join(folder, 'font.woff2'), 'a font')
writeFileSync(join(folder, 'picture.png'), 'no script')
writeFileSync(join(folder, 'ts.worker.js'), 'onmessage = () => {}')
writeFileSync(join(folder, '..', 'faultline-outside.js'), 'secret')

const server = createFront(async (_, response) => void response.end('from next'), 'http://localhost:4321', [
  openAssets([
    { prefix: '/_next/static/', folder },
    { prefix: '/theme.js', folder: join(folder, 'a~1-b_2.js') },
  ]),
])
beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
  rmSync(join(folder, '..', 'faultline-outside.js'))
})

function get(
  path: string,
  headers: Record<string, string> = { 'accept-encoding': 'gzip, br' },
  method = 'GET',
) {
  const { port } = server.address() as { port: number }
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const chunks: Buffer[] = []
    request(
      { port, host: '127.0.0.1', path, method, headers: { host: 'localhost:4321', ...headers } },
      (answer) =>
        answer
          .on('data', (chunk) => chunks.push(chunk))
          .on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) })),
    )
      .on('error', reject)
      .end()
  })
}

test('a script comes compressed, whole, typed, with our headers, and is never asked for again', async () => {
  for (const path of ['/_next/static/a~1-b_2.js', '/_next/static/a~1-b_2.js?dpl=1']) {
    const { headers, body } = await get(path)
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'application/javascript; charset=UTF-8',
      'content-length': String(body.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    })
    expect(gunzipSync(body).toString()).toBe(script)
  }
  expect((await get('/_next/static/style.css')).headers['content-type']).toBe('text/css; charset=UTF-8')
})

test('a font comes as it is, to everybody, and is never asked for again', async () => {
  const { headers, body } = await get('/_next/static/font.woff2', {})
  expect(headers).toMatchObject({
    'content-type': 'font/woff2',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect(headers['content-encoding']).toBeUndefined()
  expect(body.toString()).toBe('a font')
})

test('a script that is started as a Worker carries the policy of a Worker, others none', async () => {
  const policy = async (path: string) => (await get(path)).headers['content-security-policy']
  expect(await policy('/_next/static/ts.worker.js')).toBe("default-src 'none'")
  expect(await policy('/_next/static/a~1-b_2.js')).toBeUndefined()
})

test('a single file has an address of its own, and nothing lies below it', async () => {
  expect(gunzipSync((await get('/theme.js?v=1')).body).toString()).toBe(script)
  expect((await get('/theme.js/style.css')).body.toString()).toBe('from next')
})

test.each([
  ['a file of another kind', '/_next/static/picture.png', {}],
  ['a file that does not exist', '/_next/static/b.js', {}],
  ['a way out of the folder', '/_next/static/../faultline-outside.js', {}],
  ['an escaped way out of the folder', '/_next/static/%2e%2e/faultline-outside.js', {}],
  ['another address', '/a~1-b_2.js', {}],
  ['a part of a file', '/_next/static/style.css', { range: 'bytes=0-3' }],
  ['a client that cannot decompress', '/_next/static/style.css', { 'accept-encoding': 'identity' }],
])('the rest is for Next: %s', async (_, path, headers) => {
  const { body } = await get(path, { 'accept-encoding': 'gzip', ...headers })
  expect(body.toString()).toBe('from next')
})

test('only GET is answered', async () => {
  expect((await get('/_next/static/style.css', { 'accept-encoding': 'gzip' }, 'POST')).body.toString()).toBe(
    'from next',
  )
})
