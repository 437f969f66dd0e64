import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The service worker (app/ui/offline/service-worker.ts), with the build's id: another build, another worker. In development,
 * where every edit is a new build, there is one that takes itself away again, unless NEXT_PUBLIC_OFFLINE=1 asks for the real one.
 */
export async function GET(): Promise<Response> {
  script ??= isOn ? bundle() : Promise.resolve(LEAVE)
  // What failed once is tried again: no worker until the next start would be no work offline until then.
  script.catch(() => {
    script = undefined
  })
  return new Response(await script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      // It starts nothing, and talks to nobody else.
      'content-security-policy': "default-src 'none'; connect-src 'self'",
    },
  })
}

export const dynamic = 'force-dynamic'

const isOn = process.env.NODE_ENV === 'production' || process.env.NEXT_PUBLIC_OFFLINE === '1'
let script: Promise<string> | undefined

/** For browsers in which a production build ran under this address before. */
const LEAVE = `
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('faultline-')) await caches.delete(name)
  await self.registration.unregister()
})()))
`

async function bundle(): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(/* turbopackIgnore: true */ process.cwd(), 'app/ui/offline/service-worker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { BUILD: JSON.stringify(buildId()) },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

function buildId(): string {
  if (process.env.NODE_ENV !== 'production') return 'development'
  const folder = process.env.NEXT_DIST_DIR || '.next'
  return readFileSync(join(/* turbopackIgnore: true */ process.cwd(), folder, 'BUILD_ID'), 'utf8').trim()
}
