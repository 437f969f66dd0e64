import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkProduction, explain, parseConfig } from '../../lib/config/index.ts'

const strong = randomBytes(32).toString('base64')
const production = { APP_ORIGIN: 'https://learn.example.org', AUTH_SECRET: strong }

const found = (env: Record<string, string>, missing: string[] = []) =>
  checkProduction(env, missing).map(({ exception }) => exception)

describe('production refuses to start', () => {
  test('an address outside this machine is production, whatever FAULTLINE_MODE says', () => {
    expect(parseConfig({ ...production, FAULTLINE_MODE: 'local' }).mode).toBe('production')
    expect(parseConfig({ APP_ORIGIN: 'http://localhost:3000' }).mode).toBe('local')
    expect(parseConfig({ APP_ORIGIN: 'http://127.0.0.1:3000' }).mode).toBe('local')
    expect(parseConfig({ APP_ORIGIN: 'http://localhost:3000', FAULTLINE_MODE: 'production' }).mode).toBe(
      'production',
    )
    expect(parseConfig({ AUTH_URL: 'https://localhost.example.org' }).mode).toBe('production')
  })

  test('a complete environment passes', () => {
    expect(found(production)).toEqual([])
  })

  test.each([
    ['none', ''],
    ['a short one', strong.slice(0, 31)],
    ['a repeated character', 'a'.repeat(64)],
    ['a placeholder', 'my-super-secret-0123456789-abcdefghij'],
  ])('with a weak secret: %s', (_, AUTH_SECRET) => {
    expect(found({ ...production, AUTH_SECRET })).toEqual(['weak-secret'])
  })

  test('over plain http', () => {
    expect(found({ ...production, APP_ORIGIN: 'http://learn.example.org' })).toEqual(['plain-http'])
  })

  test('without a cage, naming the missing layers', () => {
    const [only] = checkProduction(production, ['bubblewrap'])
    expect(only?.exception).toBe('no-cage')
    expect(only?.message).toContain('bubblewrap')
  })

  test('the explanation ends with the variable that overrules it, and that works', () => {
    const env = { APP_ORIGIN: 'http://learn.example.org', AUTH_SECRET: 'x' }
    const text = explain(checkProduction(env, ['bubblewrap']))
    const overrule = /FAULTLINE_ALLOW_INSECURE=(\S+)$/.exec(text)?.[1]
    expect(overrule).toBe('weak-secret,plain-http,no-cage')
    expect(found({ ...env, FAULTLINE_ALLOW_INSECURE: overrule! }, ['bubblewrap'])).toEqual([])
    expect(found({ ...env, FAULTLINE_ALLOW_INSECURE: 'plain-http' })).toEqual(['weak-secret'])
  })

  test('a misspelt exception is an error, not a silent no', () => {
    expect(() => found({ ...production, FAULTLINE_ALLOW_INSECURE: 'nocage' })).toThrow("'nocage' came")
  })

  test('on this machine alone none of it matters', () => {
    expect(found({ FAULTLINE_MODE: 'local' }, ['bubblewrap'])).toEqual([])
  })
})

describe('sign-in providers', () => {
  test('appear with their variables', () => {
    const env = {
      AUTH_GITHUB_ID: 'a',
      AUTH_GITHUB_SECRET: 'b',
      AUTH_OIDC_ID: 'c',
      AUTH_OIDC_SECRET: 'd',
      AUTH_OIDC_ISSUER: 'https://id.example.org',
      AUTH_OIDC_NAME: 'University',
    }
    expect(parseConfig(env).providers.map(({ id, name }) => [id, name])).toEqual([
      ['github', 'GitHub'],
      ['oidc', 'University'],
    ])
    expect(parseConfig({}).providers).toEqual([])
  })

  test('a half-configured provider is an error that names what is missing', () => {
    expect(() => parseConfig({ AUTH_GOOGLE_ID: 'a' })).toThrow('AUTH_GOOGLE_SECRET missing')
  })
})

test('behind TLS one proxy is believed, on this machine none', () => {
  expect(parseConfig(production).trustedProxies).toBe(1)
  expect(parseConfig({}).trustedProxies).toBe(0)
  expect(parseConfig({ ...production, TRUSTED_PROXIES: '2' }).trustedProxies).toBe(2)
  expect(() => parseConfig({ TRUSTED_PROXIES: 'all' })).toThrow("'all' came")
})
