/**
 * Lets workbenches and lessons that were opened before be opened, edited and run without a network. Served by app/sw.js with the
 * build's id in it. Pages are always asked of the network first, so none is older than the last deployment while there is one.
 * What is kept of pages belongs to the one person whom the server named last; see docs/decisions/0139.
 */
import {
  CACHE_PREFIX,
  FILES,
  isFile,
  isKeptPage,
  mustSayOwner,
  ownerOf,
  PAGES,
  treatmentOf,
} from './rules.ts'

/** What of a worker's global scope is used here; the DOM's types have no service workers. */
interface Scope {
  readonly caches: CacheStorage
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  readonly registration: { navigationPreload?: { enable(): Promise<void> } }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listen: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listen: (event: Extendable & { data: unknown }) => void): void
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends Extendable {
  readonly request: Request
  readonly preloadResponse?: Promise<Response | undefined>
  respondWith(response: Promise<Response>): void
}

declare const BUILD: string
const worker = globalThis as unknown as Scope
const origin = worker.location.origin
const pagesName = PAGES + BUILD
const filesName = FILES + BUILD
/** An entry among the pages, so that it goes when they go. */
const WHO = '/faultline-who'
/** Grows whenever who is signed in may have changed. An answer that was asked for before is not kept. */
let epoch = 0

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))

worker.addEventListener('activate', (event) => event.waitUntil(activate()))

async function activate() {
  for (const name of await worker.caches.keys())
    if (name.startsWith(CACHE_PREFIX) && name !== pagesName && name !== filesName)
      await worker.caches.delete(name)
  // The page is on its way while this worker starts.
  await worker.registration.navigationPreload?.enable()
  await worker.clients.claim()
}

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const treatment = treatmentOf(
    { method: request.method, mode: request.mode, url: new URL(request.url) },
    origin,
  )
  if (treatment === 'file') event.respondWith(file(request))
  if (treatment === 'page' || treatment === 'other-page') event.respondWith(page(event, treatment === 'page'))
  if (treatment === 'identity') event.respondWith(identity(event))
  if (treatment === 'who') event.respondWith(who(event))
})

async function file(request: Request): Promise<Response> {
  const cache = await worker.caches.open(filesName)
  const kept = await cache.match(request.url, { ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  await keepFile(cache, request.url, answer)
  return answer
}

async function keepFile(cache: Cache, url: string, answer: Response) {
  if (answer.status === 200 && answer.headers.get('cache-control')?.includes('immutable'))
    await cache.put(url, answer.clone())
}

async function page(event: FetchEvent, mayKeep: boolean): Promise<Response> {
  const asked = epoch
  const url = new URL(event.request.url)
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request))
    if (mayKeep) event.waitUntil(keepPage(url, answer.clone(), asked))
    return answer
  } catch {
    return mayKeep ? await keptPage(url) : await nothingKept()
  }
}

/** Keeps a page, if it is one, if nobody else can have signed in since it was asked for, and if it is the present person's. */
async function keepPage(url: URL, answer: Response, asked: number) {
  if (
    answer.status !== 200 ||
    answer.redirected ||
    !answer.headers.get('content-type')?.startsWith('text/html')
  )
    return
  const body = await answer.text()
  const owner = ownerOf(body)
  if (owner === undefined && mustSayOwner(url.pathname)) return
  if (asked !== epoch) return
  if (owner !== undefined) await name(owner)
  const cache = await worker.caches.open(pagesName)
  if (asked !== epoch) return
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  await cache.put(addressOf(url), new Response(body, { headers }))
}

async function keptPage(url: URL): Promise<Response> {
  const cache = await worker.caches.open(pagesName)
  const kept = await cache.match(addressOf(url), { ignoreVary: true })
  if (kept) return kept
  // A staged exercise without the stage, a stage that was not opened: another of its pages, under its own address.
  const near = (await cache.keys()).find((r) => new URL(r.url).pathname === url.pathname)
  return near ? Response.redirect(near.url) : await nothingKept()
}

/** Who the server says is signed in. What was kept for anybody else goes. */
async function name(account: string) {
  const cache = await worker.caches.open(pagesName)
  const before = await (await cache.match(WHO))?.text()
  if (before === account) return
  if (before !== undefined) {
    epoch++
    await worker.caches.delete(pagesName)
  }
  await (await worker.caches.open(pagesName)).put(WHO, new Response(account))
}

async function identity(event: FetchEvent): Promise<Response> {
  epoch++
  try {
    // A provider's code is good for one request: what the browser has sent already is not sent again.
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } finally {
    epoch++
    await worker.caches.delete(pagesName)
  }
}

async function who(event: FetchEvent): Promise<Response> {
  const asked = epoch
  const answer = await fetch(event.request)
  if (answer.ok) event.waitUntil(heard(answer.clone(), asked))
  return answer
}

async function heard(answer: Response, asked: number) {
  const { user } = (await answer.json()) as { user: { id: string } | null }
  if (asked === epoch) await name(user?.id ?? '')
}

/** A page says that it is open, with what it has loaded: the first visit is before this worker, and links need no document. */
worker.addEventListener('message', (event) => {
  const { page: address, files } = event.data as { page: string; files: string[] }
  event.waitUntil(keepOpen(new URL(address), files))
})

async function keepOpen(url: URL, files: readonly string[]) {
  const asked = epoch
  if (url.origin !== origin || !isKeptPage(url.pathname)) return
  const pages = await worker.caches.open(pagesName)
  if (!(await pages.match(addressOf(url), { ignoreVary: true })))
    await keepPage(url, await fetch(addressOf(url)), asked)
  const cache = await worker.caches.open(filesName)
  for (const address of files) {
    const each = new URL(address, origin)
    if (each.origin !== origin || !isFile(each.pathname)) continue
    if (!(await cache.match(each.href, { ignoreVary: true })))
      await keepFile(cache, each.href, await fetch(each.href))
  }
}

/** Of an address, what the server sees. */
function addressOf(url: URL): string {
  return url.origin + url.pathname + url.search
}

/** Says that there is no network, and leads to what is there. */
async function nothingKept(): Promise<Response> {
  const cache = await worker.caches.open(pagesName)
  const kept = (await cache.keys()).map((r) => new URL(r.url)).filter((url) => isKeptPage(url.pathname))
  const links = kept
    .map(
      (url) => `<li><a href="${escapeHtml(url.pathname + url.search)}">${escapeHtml(titleOf(url))}</a></li>`,
    )
    .join('')
  const list = links
    ? `<p>These pages were opened before and are kept in this browser:</p><ul>${links}</ul>`
    : '<p>Workbenches and lessons that you open with a connection are kept in this browser. None is yet.</p>'
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Offline · Faultline</title><style>
:root{color-scheme:light dark}
body{font:1.125rem/1.6 Georgia,serif;max-width:38rem;margin:12vh auto;padding:0 1.5rem;background:light-dark(#fdfcf7,#16181d);color:light-dark(#1c2230,#e6e4de)}
a{color:light-dark(#1d4f9e,#8fb8f5)}h1{font-weight:400;font-size:2rem}
</style><main><h1>Offline</h1><p>This page needs the network, and there is none. Try again when the connection is back.</p>${list}</main></html>`
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

/** '/exercises/circuit-breaker?stage=one' is 'Exercise: circuit breaker, one'. */
function titleOf({ pathname, searchParams }: URL): string {
  const words = (pathname.split('/').at(-1) ?? '').replaceAll('-', ' ')
  const stage = searchParams.get('stage')
  if (pathname.startsWith('/exercises/'))
    return `Exercise: ${words}${stage ? `, ${stage.replaceAll('-', ' ')}` : ''}`
  return `${pathname.startsWith('/learn/') ? 'Lesson' : 'Library'}: ${words}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
