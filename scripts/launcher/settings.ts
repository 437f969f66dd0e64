import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isLoopback, parseConfig } from '../../lib/config/index.ts'
import { databaseUrl } from '../../lib/db/index.ts'
import { Refusal } from './install.mjs'
import { root } from './root.ts'

export { Refusal }

/** What the environment and the file `.env` ask of the launcher. docs/operating.md describes each variable. */
export interface Settings {
  port: number
  /** The interface to listen on; undefined = all. */
  host: string | undefined
  /** Where browsers reach the site. */
  origin: string
  /** Undefined = the embedded PostgreSQL. */
  databaseUrl: string | undefined
  /** Where everything that must survive a restart is kept. */
  dataDir: string
  /** How many grading processes to run beside the web server. */
  graders: number
}

export function readSettings(): Settings {
  const file = join(root, '.env')
  // What the shell says wins over the file.
  if (existsSync(file)) process.loadEnvFile(file)
  return parseSettings(process.env)
}

export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = parseNumber('PORT', env.PORT || '3000', 1, 65_535)
  const { origin } = refusing(() => parseConfig(env))
  return {
    port,
    // A site for this machine alone is not shown to the network.
    host: env.HOST || (isLoopback(origin) ? '127.0.0.1' : undefined),
    origin,
    databaseUrl: env.DATABASE_URL ? refusing(() => databaseUrl(env)) : undefined,
    dataDir: resolve(root, env.FAULTLINE_DATA || '.data'),
    graders: parseNumber('GRADERS', env.GRADERS || '1', 0, 64),
  }
}

/** What the product's own parsers find wrong with the environment, a person can mend. */
function refusing<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

function parseNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new Refusal(`${name}: '${value}' came, a whole number from ${min} to ${max} was expected.`)
  }
  return number
}
