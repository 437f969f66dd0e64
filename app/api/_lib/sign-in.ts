import { type Credentials, callbackPath, type SessionUser } from '@/lib/auth/index.ts'
import { config } from '@/lib/config/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { postToNextAuth } from './next-auth.ts'

/** What a page may know of the account that it shows. */
export function publicUser({ id, email, name, role }: SessionUser) {
  return { id, email, name, role }
}

/**
 * Signs in and answers with the account, where to go next, and the session cookie. Refused with 'wrong-credentials',
 * the same for an unknown address and for a wrong password.
 */
export async function answerSignedIn(
  request: Request,
  credentials: Credentials,
  callbackUrl: string | undefined,
  status = 200,
): Promise<Response> {
  const { origin } = config()
  const { url, cookies } = await postToNextAuth(
    'callback/credentials',
    { ...credentials },
    request.headers.get('cookie'),
  )
  if (url.searchParams.has('error')) {
    throw new Refusal(
      'wrong-credentials',
      'The email address or the password is wrong. Check both and try again.',
    )
  }
  return withCookies(Response.json({ url: callbackPath(callbackUrl, origin) }, { status }), cookies)
}

export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
