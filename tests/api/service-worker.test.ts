import { afterEach, expect, test, vi } from 'vitest'
import { GET } from '../../app/sw.js/route.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test('outside production the worker is one that removes itself and all that was kept', async () => {
  const answer = await GET()
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  const script = await answer.text()
  const dropped: string[] = []
  const unregister = vi.fn()
  const listeners = new Map<string, (event: { waitUntil(work: Promise<void>): void }) => void>()
  const scope = {
    addEventListener: (type: string, listen: never) => listeners.set(type, listen),
    skipWaiting: () => {},
    registration: { unregister },
  }
  const caches = {
    keys: async () => ['faultline-pages-1', 'somebody-else'],
    delete: async (name: string) => dropped.push(name),
  }
  new Function('self', 'caches', script)(scope, caches)
  let over: Promise<void> | undefined
  listeners.get('activate')?.({ waitUntil: (work) => (over = work) })
  await over
  expect([dropped, unregister.mock.calls.length, listeners.has('fetch')]).toEqual([
    ['faultline-pages-1'],
    1,
    false,
  ])
})

test('where it is asked for it is one script that names its build, and no page may load it from elsewhere', async () => {
  vi.stubEnv('NEXT_PUBLIC_OFFLINE', '1')
  vi.resetModules()
  const { GET: get } = await import('../../app/sw.js/route.ts')
  const answer = await get()
  const script = await answer.text()
  expect(script).toContain('"development"')
  expect(script).not.toMatch(/\bimport\b|\bprocess\b/)
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'")
})
