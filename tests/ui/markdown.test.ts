import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../app/ui/discussion/markdown.tsx'

const html = (body: string) => renderToStaticMarkup(renderMarkdown(body))

describe('what people write', () => {
  test('has the Markdown of CommonMark', () => {
    const out = html(
      '# Why\n\nA *lease* in `code`:\n\n> quoted\n\n- one\n- two\n\n```ts\nconst a = 1 < 2\n```',
    )
    for (const part of [
      '<strong>Why</strong>',
      '<em>lease</em>',
      '<code>code</code>',
      '<blockquote>',
      '<li>two</li>',
    ])
      expect(out).toContain(part)
    expect(out).toContain('1 &lt; 2')
    expect(out).not.toMatch(/<h\d/)
  })

  test('links lead to http and https, and pass no credit on', () => {
    expect(html('[a](https://example.org/x?y=1)')).toContain(
      '<a href="https://example.org/x?y=1" rel="nofollow noopener ugc"',
    )
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '&#106;avascript:alert(1)',
    '&#x6A;avascript&colon;alert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.test/x',
    '/api/account/sign-out',
    '#post-1',
    'https:evil.test',
    'blob:https://example.org/1',
  ])('%s is no link', (url) => {
    for (const body of [`[a](${url})`, `[a](<${url}>)`, `<${url}>`, `[a][1]\n\n[1]: ${url}`])
      expect(html(body)).not.toMatch(/<a|href/i)
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="x"></iframe>',
    'a <b onclick="x">b</b>',
    '<!-- --><style>*{}</style>',
    '<details open ontoggle=alert(1)>',
    '</div></main><h1>gone</h1>',
  ])('HTML is text: %s', (body) => {
    const out = html(body)
    expect(out).not.toMatch(/<(script|img|svg|iframe|b |style|details|h1|\/main)/i)
    expect(out).toContain('&lt;')
  })

  test('an image is its description, and is not fetched', () => {
    const out = html('![my trace](https://evil.test/pixel.png)')
    expect(out).toContain('my trace')
    expect(out).not.toMatch(/<img|evil/)
  })

  // 6,000 characters, the most that are kept, of what parsers and renderers choke on.
  const fill = (unit: string) => unit.repeat(Math.floor(6000 / unit.length))
  test.each([
    ['quotes', fill('> ')],
    ['lists on one line', fill('- ')],
    ['lists below each other', Array.from({ length: 70 }, (_, n) => `${' '.repeat(2 * n)}- a`).join('\n')],
    ['stars around a letter', `${'*'.repeat(2999)}a${'*'.repeat(2999)}`],
    ['alternating emphasis', `${fill('*a _b ')}`],
    ['opening brackets', fill('[')],
    ['brackets and parentheses', fill('[a](')],
    ['images in images', fill('![')],
    [
      'backticks of many lengths',
      Array.from({ length: 100 }, (_, n) => '`'.repeat(n + 1))
        .join('a')
        .slice(0, 6000),
    ],
    ['angle brackets', fill('<a ')],
    ['entities', fill('&amp;')],
    ['reference definitions', fill('[a]: b\n')],
  ])('%s end in some text, and soon', (_, body) => {
    const before = process.cpuUsage()
    expect(html(body).length).toBeGreaterThan(0)
    // CPU time of this process: a parser that goes wild takes many seconds, on any machine.
    const { user } = process.cpuUsage(before)
    expect(user / 1000).toBeLessThan(3000)
  })
})
