import 'server-only'
import { NextRequest } from 'next/server'
import NextAuth, { type NextAuthConfig } from 'next-auth'
import type { Provider } from 'next-auth/providers'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import {
  accountAdapter,
  authenticate,
  callbackPath,
  cookieSettings,
  createSession,
  findSessionUser,
  SESSION_MAX_AGE_S,
  sessionIdOf,
} from '@/lib/auth/index.ts'
import { config, type ProviderConfig } from '@/lib/config/index.ts'
import { logger } from '@/lib/log/index.ts'

const nextAuth = NextAuth(() => settings())

/** The part of next-auth that browsers reach: the way back from a provider, the session, the list of providers. */
export async function handleGet(request: Request): Promise<Response> {
  // From its parts: what Next hands to a route cannot be wrapped again in the built site.
  return await nextAuth.handlers.GET(new NextRequest(request.url, { headers: request.headers }))
}

/**
 * Posts to one of next-auth's own actions from inside, with its anti-forgery token, and hands back where it wants to go
 * and the cookies it sets. Its POST routes are not reachable from outside: our wrapped routes are the only door.
 */
export async function postToNextAuth(
  action: 'callback/credentials' | 'signout' | `signin/${ProviderConfig['id']}`,
  fields: Readonly<Record<string, string>>,
  cookieHeader: string | null,
): Promise<{ url: URL; cookies: string[] }> {
  const base = `${config().origin}/api/auth`
  const cookie = cookieHeader ?? ''
  const asked = await nextAuth.handlers.GET(new NextRequest(`${base}/csrf`, { headers: { cookie } }))
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const handed = asked.headers.getSetCookie()
  const cookies = [cookie, ...handed.map((line) => line.split(';', 1)[0])].filter(Boolean).join('; ')
  const posted = await nextAuth.handlers.POST(
    new NextRequest(`${base}/${action}`, {
      method: 'POST',
      headers: {
        cookie: cookies,
        'content-type': 'application/x-www-form-urlencoded',
        'x-auth-return-redirect': '1',
      },
      body: new URLSearchParams({ ...fields, csrfToken }).toString(),
    }),
  )
  const { url } = (await posted.json()) as { url?: string }
  // The second answer sets some of the first one's cookies anew.
  const latest = new Map(
    [...handed, ...posted.headers.getSetCookie()].map((line) => [line.split('=', 1)[0], line]),
  )
  return { url: new URL(url ?? '/', config().origin), cookies: [...latest.values()] }
}

function settings(): NextAuthConfig {
  const { origin, https, secret, providers } = config()
  // next-auth reads its own address from here.
  process.env.AUTH_URL ??= origin
  return {
    adapter: accountAdapter(),
    // Credentials need this strategy; the token carries the account and the session's id, nothing more.
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_S },
    secret,
    trustHost: true,
    basePath: '/api/auth',
    useSecureCookies: https,
    cookies: cookieSettings(https),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/' },
    providers: [passwords(), ...providers.map(providerOf)],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user?.id) return { sub: user.id, sid: await createSession(user.id) }
        const sessionId = sessionIdOf(token)
        return sessionId !== undefined && (await findSessionUser(sessionId)) ? token : null
      },
      session: ({ session, token }) => ({ expires: session.expires, user: { id: token.sub } }),
      redirect: ({ url }) => `${origin}${callbackPath(url, origin)}`,
    },
    logger: {
      // The reason is not the error's cause but a field of it.
      error: (err) => {
        const { err: reason = err } = (err.cause ?? {}) as { err?: unknown }
        logger().warn({ err: reason, name: err.name }, 'sign-in failed')
      },
      warn: (code) => logger().debug({ code }, 'next-auth'),
      debug: (message) => logger().trace({ message }, 'next-auth'),
    },
  }
}

function passwords(): Provider {
  return Credentials({
    credentials: { email: {}, password: {} },
    authorize: ({ email, password }) => authenticate({ email: String(email), password: String(password) }),
  })
}

function providerOf({ id, name, clientId, clientSecret, issuer }: ProviderConfig): Provider {
  switch (id) {
    case 'github':
      return GitHub({ clientId, clientSecret })
    case 'google':
      return Google({ clientId, clientSecret })
    case 'oidc':
      return {
        id,
        name,
        type: 'oidc',
        issuer: issuer!,
        clientId,
        clientSecret,
        checks: ['pkce', 'state', 'nonce'],
      }
  }
}
