import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { RefusalCode } from '../errors/index.ts'
import { baseHeaders, strictTransport } from '../headers/index.ts'
import type { Shelf } from './assets.ts'
import { believePeers, PEER_HEADER, plainAddress } from './peer.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Our largest body has 160 KB: who needs longer to send it is holding a socket, not sending. */
const REQUEST_MS_MAX = 60_000

/** A server that hands to `next` only what it can read and no shelf has. `origin`: where browsers reach us. */
export function createFront(next: Handler, origin: string, shelves: readonly Shelf[] = []): Server {
  believePeers()
  const handle: Handler = async (request, response) => {
    for (const shelf of shelves) if (await shelf(request, response)) return
    await next(request, response)
  }
  const https = origin.startsWith('https:')
  const server = createServer((request, response) => {
    const bad = unreadable(request.url ?? '')
    if (bad !== undefined) return refuse(request, response, bad, https)
    const elsewhere = configuredPage(request, origin)
    if (elsewhere !== undefined) {
      response.writeHead(307, { Location: elsewhere, 'Cache-Control': 'no-store' }).end()
      return
    }
    tellThatCookiesMatter(response)
    request.headers[PEER_HEADER] = plainAddress(request.socket.remoteAddress)
    handle(request, response).catch((error: unknown) => {
      console.error(error)
      if (response.headersSent) response.destroy()
      else fail(response, https)
    })
  })
  server.requestTimeout = REQUEST_MS_MAX
  return server
}

/**
 * The part of an address that no file or route can have, or undefined. Next would answer it with a bare 500: percent signs
 * that are no UTF-8, and NUL, which no file name can hold.
 */
function unreadable(url: string): string | undefined {
  const path = url.split('?', 1)[0] ?? ''
  for (const part of path.split('/')) {
    try {
      if (decodeURIComponent(part).includes('\0')) return part
    } catch {
      return part
    }
  }
  return undefined
}

/**
 * This page at the configured origin, when it was asked for under another name of this machine (127.0.0.1 for localhost):
 * only pages of the configured origin may send anything. Next takes these names for one, so it is done here.
 */
function configuredPage({ method, url = '', headers }: IncomingMessage, origin: string): string | undefined {
  if (headers.host === undefined || (method !== 'GET' && method !== 'HEAD')) return undefined
  if (/^\/(api|_next|healthz|readyz)(\/|$|\?)/.test(url) || !url.startsWith('/')) return undefined
  const [asked, ours] = [parseUrl(`http://${headers.host}`), new URL(origin)]
  if (asked === undefined || asked.host === ours.host || asked.port !== ours.port) return undefined
  return NAMES_OF_THIS_MACHINE.has(asked.hostname) && NAMES_OF_THIS_MACHINE.has(ours.hostname)
    ? `${origin}${url}`
    : undefined
}

const NAMES_OF_THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]'])

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** A page that is static for one is private for another (proxy.ts): caches must keep them apart. Next writes its own Vary last. */
function tellThatCookiesMatter(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  response.writeHead = ((...args: unknown[]) => {
    const type = String(response.getHeader('content-type') ?? '')
    if (/^text\/(html|x-component)/.test(type)) response.appendHeader('vary', 'Cookie')
    return writeHead(...args)
  }) as typeof response.writeHead
}

function refuse(request: IncomingMessage, response: ServerResponse, part: string, https: boolean): void {
  const shown = part.slice(0, 100)
  const what = /%00/.test(part)
    ? 'with a NUL character (%00), which no address here can hold. Remove it.'
    : 'which is not percent-encoded UTF-8 text. Check the address: it may be cut off.'
  const message = `The address holds '${shown}', ${what}`
  const isApi = request.url?.startsWith('/api/') === true
  answer(response, { status: 400, code: 'invalid-address', message, isApi, https })
}

function fail(response: ServerResponse, https: boolean): void {
  const message =
    'Something broke on our side. Try again; if it happens again, report it with the request id.'
  answer(response, { status: 500, code: 'our-fault', message, isApi: false, https })
}

interface Answer {
  status: number
  code: RefusalCode
  message: string
  isApi: boolean
  https: boolean
}

function answer(response: ServerResponse, { status, code, message, isApi, https }: Answer): void {
  const requestId = randomUUID()
  response.statusCode = status
  for (const { key, value } of baseHeaders()) response.setHeader(key, value)
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  if (https) response.setHeader('Strict-Transport-Security', strictTransport)
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('X-Request-Id', requestId)
  // What was not read of a body would be taken for the next request.
  response.setHeader('Connection', 'close')
  response.setHeader('Content-Type', `${isApi ? 'application/json' : 'text/plain'}; charset=utf-8`)
  const error = { code, message, requestId, details: {} }
  response.end(isApi ? JSON.stringify({ error }) : `${message}\n\nRequest ${requestId}\n`)
}
