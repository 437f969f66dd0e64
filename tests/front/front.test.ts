import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFront, isLoopbackAddress, peerOf } from '../../lib/front/index.ts'
import { expectConsoleError } from '../setup/console.ts'

/** Stands where Next stands: shows the headers that reach a route. */
const server = createFront(async (request, response) => {
  if (request.url === '/broken') throw new Error('a handler broke')
  const headers = new Headers(request.headers as Record<string, string>)
  response.setHeader('content-type', request.url?.startsWith('/api/') ? 'application/json' : 'text/html')
  response.setHeader('vary', 'RSC')
  response.end(JSON.stringify({ url: request.url, peer: peerOf(headers) }))
}, 'http://localhost:4321')
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(() => server.close())

/** One request as it is typed: fetch would mend the address. */
function raw(path: string, headers: readonly string[] = [], host = 'localhost:4321'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk))
    socket.on('end', () => resolve(text)).on('error', reject)
    socket.write(
      [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n'),
    )
  })
}

test.each(['/%', '/learn/%E0%A4%A', '/%zz', '/a/%C3', '/%00', '/%ff?x=1', '/%ed%a0%80'])(
  'an address that is no text is refused with all our headers: %s',
  async (path) => {
    const answer = await raw(path)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    for (const header of [
      /X-Content-Type-Options: nosniff/i,
      /X-Frame-Options: DENY/i,
      /Content-Security-Policy: default-src 'none'/i,
    ])
      expect(answer).toMatch(header)
    const id = /X-Request-Id: ([0-9a-f-]{36})/i.exec(answer)?.[1]
    expect(answer).toContain(`Request ${id}`)
    const why = path.includes('%00') ? 'a NUL character (%00)' : 'is not percent-encoded UTF-8 text'
    expect(answer).toContain(why)
  },
)

test('below /api the refusal is JSON, as every other', async () => {
  const answer = await raw('/api/drafts/%E0%A4%A')
  const { error } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
  expect(error).toMatchObject({ code: 'invalid-address', details: {} })
  expect(answer).toContain(error.requestId)
})

test.each(['/', '/%41', '/caf%C3%A9', '/a?b=%', '/%F0%9F%98%80'])(
  'an address that is text goes on: %s',
  async (path) => {
    expect(await raw(path)).toContain(`"url":"${path}"`)
  },
)

test('the address of the socket replaces what the client says it is', async () => {
  expect(await raw('/', ['X-Faultline-Peer: 203.0.113.7', 'x-faultline-peer: 203.0.113.8'])).toContain(
    '"peer":"127.0.0.1"',
  )
})

test('pages differ by cookie, and say so beside what Next says; data of the API is kept nowhere anyway', async () => {
  expect(await raw('/learn')).toMatch(/^vary: RSC\r\nvary: Cookie\r$/im)
  expect(await raw('/api/account')).not.toMatch(/Cookie/)
})

test.each([
  ['127.0.0.1:4321', '/learn?x=1', 'http://localhost:4321/learn?x=1'],
  ['[::1]:4321', '//evil.test/a', 'http://localhost:4321//evil.test/a'],
  ['localhost:4321', '/learn', undefined],
  ['127.0.0.1:4321', '/api/account', undefined],
  ['127.0.0.1:4321', '/healthz', undefined],
  ['127.0.0.1:4322', '/learn', undefined],
  ['evil.test:4321', '/learn', undefined],
  ['192.168.1.7:4321', '/learn', undefined],
])('%s%s goes to %s', async (host, path, location) => {
  expect(/^Location: (.*)\r$/im.exec(await raw(path, [], host))?.[1]).toBe(location)
})

test('a handler that breaks is answered, and the server goes on', async () => {
  expectConsoleError(/a handler broke/)
  const answer = await raw('/broken')
  expect(answer).toMatch(/^HTTP\/1\.1 500 /)
  expect(answer).not.toContain('a handler broke')
  expect(await raw('/')).toMatch(/^HTTP\/1\.1 200 /)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['192.168.1.5', false],
  ['direct', false],
  ['127.0.0.1.evil.test', false],
])('%s is of this machine: %s', (address, is) => {
  expect(isLoopbackAddress(address)).toBe(is)
})
