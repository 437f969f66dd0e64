/** What the service worker does with which request. No browser in here: the rules can be read and tested. */

/** All that it keeps begins with this; the build's id follows, so that nothing outlives a deployment. */
export const CACHE_PREFIX = 'faultline-'
/** Pages, of one person at a time. */
export const PAGES = `${CACHE_PREFIX}pages-`
/** Files whose address changes with their content. */
export const FILES = `${CACHE_PREFIX}files-`

/** The name of the meta element in which a page says whose it is: an account's id, or '' for a visitor's. */
export const OWNER_META = 'faultline-account'
/** The name of the meta element in which a page lists further files that it needs without a network. */
export const FILES_META = 'faultline-offline'

export type Treatment =
  /** The worker leaves it to the browser. */
  | 'pass'
  /** From the cache, where it is; else from the network, into the cache. */
  | 'file'
  /** From the network; without one, what was kept of it, else a page that says so. */
  | 'page'
  /** From the network; without one a page that says so. Never kept. */
  | 'other-page'
  /** Who is signed in may be somebody else afterwards: what was kept of pages goes. */
  | 'identity'
  /** Its answer names who is signed in. */
  | 'who'

interface Asked {
  method: string
  /** As in Request.mode. */
  mode: string
  url: URL
}

export function treatmentOf({ method, mode, url }: Asked, origin: string): Treatment {
  if (url.origin !== origin) return 'pass'
  const { pathname } = url
  if (pathname.startsWith('/api/auth/')) return 'identity'
  if (/^\/api\/account\/sign-/.test(pathname) || (method === 'DELETE' && pathname.startsWith('/api/account')))
    return 'identity'
  if (method === 'GET' && pathname === '/api/account') return 'who'
  if (method !== 'GET' || pathname.startsWith('/api/')) return 'pass'
  if (mode === 'navigate') return isKeptPage(pathname) ? 'page' : 'other-page'
  return isFile(pathname) ? 'file' : 'pass'
}

/** Workbenches and lessons: what can be of use without a network. */
export function isKeptPage(pathname: string): boolean {
  return /^\/exercises\/[\w-]+$|^\/learn\/[\w-]+\/[\w-]+\/[\w-]+$|^\/library\/[\w-]+$/.test(pathname)
}

/** Scripts, styles, fonts, Workers. Whether one may be kept its answer says: only what never changes under its address. */
export function isFile(pathname: string): boolean {
  return /^\/(_next\/static|monaco)\/|^\/theme\.js$|^\/exercises\/[\w-]+\/runner$/.test(pathname)
}

/** Whose a page is, or undefined when it does not say. */
export function ownerOf(html: string): string | undefined {
  return new RegExp(`<meta name="${OWNER_META}" content="([\\w-]*)"`).exec(html)?.[1]
}

/** Workbenches hold a learner's code: one that does not say whose it is, is not kept. Lessons are the same for all. */
export function mustSayOwner(pathname: string): boolean {
  return pathname.startsWith('/exercises/')
}
