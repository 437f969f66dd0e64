export type Env = Readonly<Record<string, string | undefined>>

/** A sign-in provider beside email and password. */
export interface ProviderConfig {
  id: 'github' | 'google' | 'oidc'
  /** As the sign-in page shows it. */
  name: string
  clientId: string
  clientSecret: string
  /** Only for 'oidc': the issuer's URL, under which /.well-known/openid-configuration is found. */
  issuer?: string
}

export interface Config {
  mode: 'local' | 'production'
  /** Scheme, host and port under which browsers reach this installation. */
  origin: string
  https: boolean
  /** Key material of sessions; see checkProduction for what is strong enough. */
  secret: string
  /** How many proxies of ours stand in front: that many last entries of X-Forwarded-For are believed. */
  trustedProxies: number
  providers: readonly ProviderConfig[]
  /** Bearer token for /api/metrics. Without one they are readable in local mode only. */
  metricsToken: string | undefined
}

const shared = globalThis as typeof globalThis & { faultlineConfig?: Config }

/** The configuration of this process. Throws, naming the variable, when one cannot be understood. */
export function config(): Config {
  shared.faultlineConfig ??= parseConfig(process.env)
  return shared.faultlineConfig
}

/** Forgets what was parsed, after a change of `process.env`. */
export function resetConfig(): void {
  shared.faultlineConfig = undefined
}

export function parseConfig(env: Env): Config {
  const origin = parseOrigin(env)
  const mode = parseMode(env, origin)
  return {
    mode,
    origin,
    https: origin.startsWith('https:'),
    secret: env.AUTH_SECRET ?? '',
    // Production is served over TLS, which something in front terminates.
    trustedProxies: parseCount('TRUSTED_PROXIES', env.TRUSTED_PROXIES || (mode === 'production' ? '1' : '0')),
    providers: parseProviders(env),
    metricsToken: env.METRICS_TOKEN || undefined,
  }
}

/** Whether only this machine can be meant by the URL's host. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function parseOrigin(env: Env): string {
  const name = env.APP_ORIGIN ? 'APP_ORIGIN' : 'AUTH_URL'
  const value = env.APP_ORIGIN || env.AUTH_URL || `http://localhost:${env.PORT || '3000'}`
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`${name}: '${value}' came, an address such as https://learn.example.org was expected.`)
  }
  return url.origin
}

/** Who can be reached from outside is in production, whatever else was said. */
function parseMode(env: Env, origin: string): Config['mode'] {
  const said = env.FAULTLINE_MODE
  if (said !== undefined && said !== '' && said !== 'local' && said !== 'production') {
    throw new Error(`FAULTLINE_MODE: '${said}' came, 'local' or 'production' was expected.`)
  }
  return said === 'production' || !isLoopback(origin) ? 'production' : 'local'
}

function parseCount(name: string, value: string): number {
  if (!/^\d{1,2}$/.test(value))
    throw new Error(`${name}: '${value}' came, a whole number from 0 to 99 was expected.`)
  return Number(value)
}

function parseProviders(env: Env): ProviderConfig[] {
  const rows = [
    { id: 'github', name: 'GitHub', prefix: 'AUTH_GITHUB' },
    { id: 'google', name: 'Google', prefix: 'AUTH_GOOGLE' },
    { id: 'oidc', name: env.AUTH_OIDC_NAME || 'Single sign-on', prefix: 'AUTH_OIDC' },
  ] as const
  return rows.flatMap(({ id, name, prefix }) => {
    const needed = [`${prefix}_ID`, `${prefix}_SECRET`, ...(id === 'oidc' ? [`${prefix}_ISSUER`] : [])]
    const missing = needed.filter((variable) => !env[variable])
    if (missing.length === needed.length) return []
    if (missing.length > 0) {
      throw new Error(
        `${missing.join(' and ')} missing: sign-in with ${name} needs ${needed.join(', ')}. Set or unset all.`,
      )
    }
    const provider = {
      id,
      name,
      clientId: env[`${prefix}_ID`] ?? '',
      clientSecret: env[`${prefix}_SECRET`] ?? '',
    }
    return [id === 'oidc' ? { ...provider, issuer: env.AUTH_OIDC_ISSUER } : provider]
  })
}
