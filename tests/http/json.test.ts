import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '../../lib/errors/index.ts'
import { findJsonError, readJson } from '../../lib/http/json.ts'

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers })

const refusal = async (request: Request, bytesMax = 1000) =>
  (await readJson(request, bytesMax).then(
    () => undefined,
    (error) => error,
  )) as Refusal

describe('a body that is not JSON', () => {
  test.each([
    ['', 0, 'a value'],
    ['{"a": 1,}', 8, 'a key in double quotes'],
    ['{"a" 1}', 5, "':'"],
    ['[1 2]', 3, "',' or ']'"],
    ['{"a": tru}', 6, 'a value'],
    ["{'a': 1}", 1, "a key in double quotes or '}'"],
    ['{} x', 3, 'the end'],
    ['"\\x"', 1, 'an escape such as \\n or \\u0041'],
    ['"abc', 4, "the string's closing quote"],
    ['"a\nb"', 2, "the string's closing quote"],
    ['01', 1, 'the end'],
    ['[[[', 3, 'a value'],
  ])('%j: the mistake is at offset %i', (text, offset, expected) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonError(text)).toEqual({ offset, expected })
  })

  test('is refused with line and column', async () => {
    const error = await refusal(post('{\n  "slug": "lease",\n  "code": oops\n}'))
    expect(error.code).toBe('invalid-json')
    expect(error.status).toBe(400)
    expect(error.message).toBe(
      'The body is not JSON: "o" came at line 3, column 11, where a value was expected.',
    )
  })

  test('whatever is cut out of JSON, some position is found and it is inside the text', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.nat(), (json, a, b) => {
        const [from, to] = [a % (json.length + 1), b % (json.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ]
        const text = json.slice(0, from) + json.slice(to)
        try {
          JSON.parse(text)
        } catch {
          const { offset } = findJsonError(text)
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(offset).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })

  test('20,000 brackets cost no stack', async () => {
    const error = await refusal(post('['.repeat(20_000)), 100_000)
    expect(error.message).toContain('the end came at line 1, column 20001')
  })

  test('bytes that are not UTF-8 are named as such', async () => {
    expect((await refusal(post(new Uint8Array([0x22, 0xff, 0x22])))).message).toContain('not UTF-8')
  })
})

describe('a body above the cap', () => {
  test('is refused by its declared length, before it is read', async () => {
    const error = await refusal(post('{}', { 'content-length': '5000' }))
    expect([error.status, error.code]).toEqual([413, 'body-too-large'])
    expect(error.message).toContain('5,000 bytes')
    expect(error.message).toContain('at most 1,000')
  })

  test('is refused while it streams in, without its end', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(600).fill(0x20))
      },
    })
    const request = new Request('http://localhost/', {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect((await refusal(request)).code).toBe('body-too-large')
    expect(pulled).toBeLessThan(5)
  })

  test('exactly at the cap it is read', async () => {
    const body = JSON.stringify('x'.repeat(998))
    expect(await readJson(post(body), 1000)).toHaveLength(998)
    expect((await refusal(post(JSON.stringify('x'.repeat(999))))).code).toBe('body-too-large')
  })
})
