import { expect, test, vi } from 'vitest'
import { highlight } from '../../lib/content/index.ts'

const shiki = vi.hoisted(() => ({ failures: 0 }))
vi.mock('shiki', async (original) => {
  const real = await original<typeof import('shiki')>()
  const createHighlighter: typeof real.createHighlighter = async (options) => {
    if (shiki.failures-- > 0) throw new Error('out of memory')
    return await real.createHighlighter(options)
  }
  return { ...real, createHighlighter }
})

test('colours that failed once are there for the next reader', async () => {
  shiki.failures = 1
  await expect(highlight('const a = 1', 'L')).rejects.toThrow('out of memory')
  expect(await highlight('const a = 1', 'L')).toContain('<span class="token-keyword">const')
})

test('up to 10,000 characters are coloured; what is longer is plain text, at once', async () => {
  const coloured = 'const a = 1\n'.repeat(833)
  expect(await highlight(coloured, 'L')).toContain('token-keyword')
  const longer = `${coloured}const b = "<2>"`
  const html = await highlight(longer, 'L')
  expect(html).not.toContain('token-')
  expect(html).toContain('<span class="line" id="L834">const b = &quot;&lt;2&gt;&quot;</span>')
})
