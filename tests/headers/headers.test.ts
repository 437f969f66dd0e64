import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  baseHeaders,
  inlineHashes,
  pagePolicy,
  servicePolicy,
  workerPolicy,
} from '../../lib/headers/index.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

test('the hashes of a page are those of its inline scripts, each once', () => {
  const html = `<script src="/a.js" async=""></script><script>one()</script><p>text</p>
    <script id="x">two("</p>")</script><script>one()</script><script type="module" src="/b.js"></script>`
  expect(inlineHashes(html)).toEqual([hash('one()'), hash('two("</p>")')])
})

test('production allows no eval and no unlisted inline script', () => {
  const policy = pagePolicy({ inline: ["'nonce-abc'"], https: true, development: false })
  const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src'))
  expect(scripts).toBe("script-src 'self' 'nonce-abc'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain('upgrade-insecure-requests')
  expect(pagePolicy({ inline: [], https: false, development: false })).not.toContain(
    'upgrade-insecure-requests',
  )
})

test('a page starts Workers from our own origin only, and language services may ask for nothing', () => {
  const page = pagePolicy({ inline: [], https: true, development: false })
  expect(page.split('; ').find((directive) => directive.startsWith('worker-src'))).toBe("worker-src 'self'")
  expect(servicePolicy()).toBe("default-src 'none'")
})

test('the Worker of learner code may load blobs and reach nothing', () => {
  expect(workerPolicy()).toBe("default-src 'none'; script-src blob:; connect-src 'none'")
})

test('every response says nosniff, no framing, and what it may not use', () => {
  const names = baseHeaders().map(({ key }) => key)
  expect(names).toEqual(
    expect.arrayContaining([
      'X-Content-Type-Options',
      'X-Frame-Options',
      'Referrer-Policy',
      'Permissions-Policy',
    ]),
  )
})
