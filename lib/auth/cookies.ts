/** Sessions end by themselves after 30 days. */
export const SESSION_MAX_AGE_S = 30 * 24 * 3600

export interface CookieSettings {
  name: string
  options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean; maxAge?: number }
}

/**
 * Over TLS every cookie carries the `__Host-` prefix: browsers then refuse it from plain http, from other hosts of
 * the same domain and with another path (RFC 6265bis, section 4.1.3.2).
 */
export function sessionCookieName(https: boolean): string {
  return `${https ? '__Host-' : ''}faultline.session`
}

/** next-auth's `cookies` option. The short-lived ones carry a sign-in with a provider from start to callback. */
export function cookieSettings(https: boolean) {
  const cookie = (name: string, maxAge?: number): CookieSettings => ({
    name: `${https ? '__Host-' : ''}faultline.${name}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: https, ...(maxAge ? { maxAge } : {}) },
  })
  const signInS = 15 * 60
  return {
    sessionToken: { ...cookie('session'), name: sessionCookieName(https) },
    callbackUrl: cookie('callback-url'),
    csrfToken: cookie('csrf'),
    pkceCodeVerifier: cookie('pkce', signInS),
    state: cookie('state', signInS),
    nonce: cookie('nonce', signInS),
  }
}
