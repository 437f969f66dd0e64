import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Person {
  sub: string
  email: string
  name: string
}

interface Grant {
  person: Person
  nonce: string | null
  challenge: string
}

/** A small OpenID provider on this machine: discovery, keys, the code flow with PKCE. Everybody it meets says yes. */
export async function openIdentityProvider(clientId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (value: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    switch (request.url) {
      case '/.well-known/openid-configuration':
        json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          // next-auth wants it named, and takes the claims from the id token all the same.
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        })
        return
      case '/keys':
        json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] })
        return
      case '/token': {
        let body = ''
        for await (const chunk of request) body += chunk
        const form = new URLSearchParams(body)
        const grant = grants.get(form.get('code') ?? '')
        grants.delete(form.get('code') ?? '')
        const proof = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url')
        if (!grant || proof !== grant.challenge) {
          json({ error: 'invalid_grant' }, 400)
          return
        }
        json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken(grant) })
        return
      }
      default:
        json({ error: 'not_found' }, 404)
    }
  }

  function idToken({ person, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      ...person,
      ...(nonce ? { nonce } : {}),
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
  }

  return {
    issuer,
    /** What the person's browser brings back after they have said yes on the page at `url`. */
    consent(url: string, person: Person): URL {
      const asked = new URL(url)
      if (asked.origin !== issuer || asked.searchParams.get('client_id') !== clientId)
        throw new Error(`sent to ${url}`)
      const code = randomUUID()
      const challenge = asked.searchParams.get('code_challenge') ?? ''
      grants.set(code, { person, nonce: asked.searchParams.get('nonce'), challenge })
      const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      const state = asked.searchParams.get('state')
      if (state) back.searchParams.set('state', state)
      return back
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
