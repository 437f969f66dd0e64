import { Refusal } from '../errors/index.ts'

/**
 * The request's body as JSON, read up to `bytesMax` bytes and not one further. Refused with 'body-too-large', or
 * 'invalid-json' with the position (`details`: line and column, 1-based, and offset) of what does not belong there.
 */
export async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const bytes = await readBytes(request, bytesMax)
  const text = decodeUtf8(bytes)
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { offset, expected } = findJsonError(text)
    const before = text.slice(0, offset).split('\n')
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
    const came = offset >= text.length ? 'the end' : JSON.stringify(text.slice(offset, offset + 1))
    throw new Refusal(
      'invalid-json',
      `The body is not JSON: ${came} came at line ${line}, column ${column}, where ${expected} was expected.`,
      { line, column, offset },
      { cause },
    )
  }
}

async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > bytesMax) throw tooLarge(declared, bytesMax)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > bytesMax) throw tooLarge(length, bytesMax)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number, bytesMax: number): Refusal {
  const message = `The body has ${thousands(bytes)} bytes or more; this address takes at most ${thousands(bytesMax)}. Send less.`
  return new Refusal('body-too-large', message, { bytes, bytesMax })
}

function thousands(n: number): string {
  return n.toLocaleString('en-US')
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch (cause) {
    throw new Refusal('invalid-json', 'The body is not UTF-8 text. Encode it as UTF-8.', {}, { cause })
  }
}

/**
 * Where a text stops being JSON (RFC 8259). JSON.parse knows, but tells only for some mistakes. Iterative, so that
 * depth costs no stack. Call it only with a text that JSON.parse refused.
 */
export function findJsonError(text: string): { offset: number; expected: string } {
  const space = /[ \t\n\r]*/y
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
  const closers: ('}' | ']')[] = []
  let at = 0
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at
    const matched = pattern.test(text)
    if (matched) at = pattern.lastIndex
    return matched
  }
  let want: 'value' | 'value or ]' | 'key' | 'key or }' | 'next' = 'value'
  for (;;) {
    skip(space)
    const char = text[at]
    if (want === 'next') {
      const closer = closers.at(-1)
      if (closer === undefined) return { offset: at, expected: 'the end' }
      if (char === closer) closers.pop()
      else if (char === ',') want = closer === '}' ? 'key' : 'value'
      else return { offset: at, expected: `',' or '${closer}'` }
      at++
    } else if (want === 'key' || want === 'key or }') {
      if (char === '}' && want === 'key or }') {
        closers.pop()
        at++
        want = 'next'
        continue
      }
      if (char !== '"')
        return {
          offset: at,
          expected: want === 'key' ? 'a key in double quotes' : "a key in double quotes or '}'",
        }
      const bad = skipString()
      if (bad) return bad
      skip(space)
      if (text[at] !== ':') return { offset: at, expected: "':'" }
      at++
      want = 'value'
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']')
      want = char === '{' ? 'key or }' : 'value or ]'
      at++
    } else if (char === ']' && want === 'value or ]') {
      closers.pop()
      at++
      want = 'next'
    } else if (char === '"') {
      const bad = skipString()
      if (bad) return bad
      want = 'next'
    } else if (skip(scalar)) {
      want = 'next'
    } else {
      return { offset: at, expected: 'a value' }
    }
  }

  function skipString(): { offset: number; expected: string } | undefined {
    at++
    // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside a string.
    skip(/(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y)
    if (text[at] === '"') {
      at++
      return undefined
    }
    return {
      offset: at,
      expected: text[at] === '\\' ? 'an escape such as \\n or \\u0041' : "the string's closing quote",
    }
  }
}
