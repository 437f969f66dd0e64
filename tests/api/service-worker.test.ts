import { tmpdir } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { GET } from '../../app/sw.js/route.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
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

test('a worker that could not be built once is built for the next visitor', async () => {
  vi.stubEnv('NEXT_PUBLIC_OFFLINE', '1')
  vi.resetModules()
  const { GET: get } = await import('../../app/sw.js/route.ts')
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(tmpdir())
  await expect(get()).rejects.toThrow('service-worker.ts')
  cwd.mockRestore()
  expect((await get()).status).toBe(200)
})

test('a provider’s answer that the browser has asked for already is not asked for again', async () => {
  vi.stubEnv('NEXT_PUBLIC_OFFLINE', '1')
  vi.resetModules()
  const { GET: get } = await import('../../app/sw.js/route.ts')
  const script = await (await get()).text()
  const listeners = new Map<string, (event: object) => void>()
  const fetched = vi.fn(async () => new Response('asked again'))
  const scope = {
    addEventListener: (type: string, listen: never) => listeners.set(type, listen),
    caches: { delete: async () => true },
    location: { origin: 'https://faultline.test' },
  }
  new Function('globalThis', 'fetch', script)(scope, fetched)
  const answer = async (preloaded?: Response) => {
    let said: Promise<Response> | undefined
    listeners.get('fetch')?.({
      request: { method: 'GET', mode: 'navigate', url: 'https://faultline.test/api/auth/callback/github' },
      preloadResponse: Promise.resolve(preloaded),
      respondWith: (response: Promise<Response>) => {
        said = response
      },
    })
    return await (await said)?.text()
  }
  expect(await answer(new Response('asked once'))).toBe('asked once')
  expect(fetched).not.toHaveBeenCalled()
  expect(await answer()).toBe('asked again')
})
