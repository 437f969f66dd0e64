/**
 * The HTTP server in front of Next: refuses what Next cannot read, serves files that never change and pages that were built, tells who is at the other
 * end of the socket.
 *
 *     const app = next({ dev: false, dir, port })
 *     await app.prepare()
 *     const assets = openAssets([{ prefix: '/_next/static/', folder: '.next/static' }])
 *     const pages = openPages('.next', { https: false, sessionCookie: 'faultline.session' })
 *     createFront(app.getRequestHandler(), origin, [assets, pages]).listen(port, host)
 *     const address = peerOf(request.headers)        // in a route: '203.0.113.7', undefined without this server
 */
export { type AssetFolder, openAssets, type Shelf } from './assets.ts'
export { createFront } from './front.ts'
export { openPages } from './pages.ts'
export { isLoopbackAddress, peerOf } from './peer.ts'
