import { expect, test } from 'vitest'
import { highlight } from '../../lib/content/index.ts'

test('up to 10,000 characters are coloured; what is longer is plain text, at once', async () => {
  const coloured = 'const a = 1\n'.repeat(833)
  expect(await highlight(coloured, 'L')).toContain('token-keyword')
  const longer = `${coloured}const b = "<2>"`
  const html = await highlight(longer, 'L')
  expect(html).not.toContain('token-')
  expect(html).toContain('<span class="line" id="L834">const b = &quot;&lt;2&gt;&quot;</span>')
})
