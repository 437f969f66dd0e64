import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { GET } from '../../app/api/changes/route.dev.ts'

const before = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'faultline-changes-'))
afterEach(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

test('a page that is open hears of a text that changes, and one that comes later of when it did', async () => {
  mkdirSync(join(folder, 'content/patterns/lease'), { recursive: true })
  mkdirSync(join(folder, 'exercises'))
  process.chdir(folder)
  const leaves = new AbortController()
  const open = follow(leaves.signal)
  expect(await next(open)).toBe(0)
  writeFileSync(join(folder, 'content/patterns/lease/lesson.mdx'), 'A lease ends.')
  const at = await next(open)
  expect(at).toBeGreaterThan(0)
  expect(await next(follow(leaves.signal))).toBeGreaterThanOrEqual(at)
  leaves.abort()
})

/** The instants that the stream tells. */
async function* follow(signal: AbortSignal): AsyncGenerator<number, void> {
  const { body } = await GET(new Request('http://localhost/api/changes', { signal }))
  let text = ''
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = /event: changed\ndata: (.*)/.exec(text.slice(0, end))
      text = text.slice(end + 2)
      if (event) yield (JSON.parse(event[1]!) as { at: number }).at
    }
  }
}

async function next(instants: AsyncGenerator<number, void>): Promise<number> {
  const { value } = await instants.next()
  if (value === undefined) throw new Error('the stream has ended')
  return value
}
