/**
 * Where to go after signing in: the path of `wanted` when it lies on `origin`, else '/'. Understands paths and whole
 * URLs; '//host', '/\host', control characters and other schemes all come back as '/'.
 */
export function callbackPath(wanted: string | null | undefined, origin: string): string {
  if (!wanted || !URL.canParse(wanted, origin)) return '/'
  // Being parsed against the origin resolves every trick the way a browser would; only then is it compared.
  const url = new URL(wanted, origin)
  if (url.origin !== origin || url.username || url.password) return '/'
  // '/.//host' is on this origin, but as a bare path it would name another host.
  if (url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
