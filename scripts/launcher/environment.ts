import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkProduction, explain, isLoopback } from '../../lib/config/index.ts'
import { Refusal, type Settings } from './settings.ts'

/**
 * The environment of the web server and the graders. Refuses what production must not run with.
 */
export function serviceEnvironment(settings: Settings, databaseUrl: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(settings.port),
    APP_ORIGIN: settings.origin,
    AUTH_URL: settings.origin,
    AUTH_SECRET: process.env.AUTH_SECRET || ownSecret(settings) || '',
  }
  const unsafe = checkProduction(env)
  if (unsafe.length > 0) throw new Refusal(explain(unsafe))
  return env
}

/**
 * A secret made once and kept, so that a restart signs nobody out. Several machines on one database must share theirs,
 * so there it has to be given.
 */
function ownSecret(settings: Settings): string | undefined {
  if (settings.databaseUrl && !isLoopback(settings.origin)) return undefined
  const file = join(settings.dataDir, 'auth-secret')
  if (!existsSync(file)) {
    mkdirSync(settings.dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8')
}
