/**
 * The Content-Security-Policy of a page. `inline` are the sources under which its inline scripts may run: their hashes
 * (static pages) or one nonce (pages rendered per request). Development adds what React's debugging and hot reload need.
 */
export function pagePolicy(o: { inline: readonly string[]; https: boolean; development: boolean }): string {
  const script = o.development ? ["'unsafe-inline'", "'unsafe-eval'"] : o.inline
  return policy({
    'default-src': ["'self'"],
    'script-src': ["'self'", ...script],
    // Monaco and React's style attributes write styles at run time; a style cannot run code.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...(o.development ? ['ws:'] : [])],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    ...(o.https ? { 'upgrade-insecure-requests': [] } : {}),
  })
}

/**
 * The policy of the Worker in which Run executes learner code, sent with the Worker's own script: a Worker from the
 * network has the policy of its response, not of the page. Learner code is loaded there as a module from a blob, and
 * may reach nothing: no request, no socket, no eval.
 */
export function workerPolicy(): string {
  return policy({ 'default-src': ["'none'"], 'script-src': ['blob:'], 'connect-src': ["'none'"] })
}

/** The policy of the editor's language services, sent with their scripts: each is one file, and asks for nothing. */
export function servicePolicy(): string {
  return policy({ 'default-src': ["'none'"] })
}

/** For a year, browsers come by https only. For pages of an installation behind TLS. */
export const strictTransport = 'max-age=31536000; includeSubDomains'

/** What a page is answered with besides `baseHeaders`, in lower case. `built`: it is the same for everybody. */
export function pageHeaders(o: {
  policy: string
  requestId: string
  https: boolean
  signedIn: boolean
  built: boolean
}): Record<string, string> {
  return {
    'content-security-policy': o.policy,
    'x-request-id': o.requestId,
    // Where scripts of the page can read it: an error page shows it.
    'server-timing': `request;desc="${o.requestId}"`,
    ...(o.https ? { 'strict-transport-security': strictTransport } : {}),
    // A cache between us and people must ask again, after each new version; lib/front adds that cookies matter.
    ...(o.signedIn
      ? { 'cache-control': 'private, no-store' }
      : o.built
        ? { 'cache-control': 'public, max-age=0, must-revalidate' }
        : {}),
  }
}

/** For every response, whatever it is. */
export function baseHeaders(): { key: string; value: string }[] {
  return [
    { key: 'X-Content-Type-Options', value: 'nosniff' },
    // For browsers that do not know frame-ancestors.
    { key: 'X-Frame-Options', value: 'DENY' },
    { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
    { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
    { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
    {
      key: 'Permissions-Policy',
      value:
        'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
    },
  ]
}

function policy(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}
