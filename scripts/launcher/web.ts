// The web process of the built site:  node scripts/launcher/web.ts <port> [<host>]
// As `next start`, with our own server in front (lib/front). Exit code 0 after SIGTERM or SIGINT.
import { join } from 'node:path'
import next from 'next'
import { sessionCookieName } from '../../lib/auth/cookies.ts'
import { config } from '../../lib/config/index.ts'
import { createFront, openAssets, openPages } from '../../lib/front/index.ts'
import { dist, root } from './root.ts'

const [port = '3000', host] = process.argv.slice(2)
process.title = 'faultline-web'

// Listens at once, so that a taken port is known before anything is loaded; requests wait until Next is there.
const app = next({ dev: false, dir: root, port: Number(port), ...(host ? { hostname: host } : {}) })
const handler = app.prepare().then(() => app.getRequestHandler())
handler.catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
// All carry a hash in their addresses.
const assets = openAssets([
  { prefix: '/_next/static/', folder: join(dist, 'static') },
  { prefix: '/monaco/', folder: join(root, 'public/monaco') },
  { prefix: '/theme.js', folder: join(root, 'public/theme.js') },
])
const { https } = config()
const pages = openPages(dist, { https, sessionCookie: sessionCookieName(https) })
const server = createFront(async (request, response) => (await handler)(request, response), config().origin, [
  assets,
  pages,
])
server.on('error', (error) => {
  console.error(`The web server cannot listen on port ${port}: ${error.message}`)
  process.exit(1)
})
server.listen(Number(port), host)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // Event streams do not end by themselves; whoever follows one comes back to the next process.
    setTimeout(() => server.closeAllConnections(), 500).unref()
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  })
}
