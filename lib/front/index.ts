/**
 * The HTTP server in front of Next: refuses what Next cannot read, and tells it who is at the other end of the socket.
 *
 *     const app = next({ dev: false, dir, port })
 *     await app.prepare()
 *     createFront(app.getRequestHandler(), origin).listen(port, host)
 *     const address = peerOf(request.headers)        // in a route: '203.0.113.7', undefined without this server
 */
export { createFront } from './front.ts'
export { isLoopbackAddress, peerOf } from './peer.ts'
