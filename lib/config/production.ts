import { type Env, parseConfig } from './parse.ts'

/** What production may be told, by name in FAULTLINE_ALLOW_INSECURE, to put up with. */
export type Exception = 'weak-secret' | 'plain-http' | 'no-cage'

export interface Unsafe {
  exception: Exception
  /** What is wrong, and what mends it. */
  message: string
}

const EXCEPTIONS: readonly Exception[] = ['weak-secret', 'plain-http', 'no-cage']

/**
 * The reasons why a process with this environment must not serve people, each not excused by
 * `FAULTLINE_ALLOW_INSECURE` (comma-separated names). `cageMissing` are the sandbox layers that this machine lacks:
 * only a grading process knows them. Empty in local mode, where everyone who can reach the server owns the machine.
 */
export function checkProduction(env: Env, cageMissing: readonly string[] = []): Unsafe[] {
  const { mode, https, origin, secret } = parseConfig(env)
  const allowed = parseExceptions(env.FAULTLINE_ALLOW_INSECURE ?? '')
  if (mode === 'local') return []
  const found: Unsafe[] = []
  const weakness = weaknessOf(secret)
  if (weakness) {
    found.push({
      exception: 'weak-secret',
      message: `AUTH_SECRET ${weakness}: whoever guesses it can sign in as anyone. Set it to the output of: openssl rand -base64 32`,
    })
  }
  if (!https) {
    found.push({
      exception: 'plain-http',
      message: `The address is ${origin}: passwords and sessions would cross the network readable. Put TLS in front and set APP_ORIGIN to the https address.`,
    })
  }
  if (cageMissing.length > 0) {
    found.push({
      exception: 'no-cage',
      message: `This machine cannot cage learner code (missing: ${cageMissing.join(', ')}). Install bubblewrap or allow unprivileged user namespaces.`,
    })
  }
  return found.filter(({ exception }) => !allowed.has(exception))
}

/** The reasons as one text for a log or a terminal, with the way to overrule them. */
export function explain(found: readonly Unsafe[]): string {
  const names = found.map(({ exception }) => exception).join(',')
  return [
    'Faultline does not start in production like this:',
    ...found.map(({ message }) => `  - ${message}`),
    `If you know better, say so: FAULTLINE_ALLOW_INSECURE=${names}`,
  ].join('\n')
}

function parseExceptions(value: string): Set<string> {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const unknown = names.filter((name) => !(EXCEPTIONS as readonly string[]).includes(name))
  if (unknown.length > 0) {
    throw new Error(
      `FAULTLINE_ALLOW_INSECURE: '${unknown.join(', ')}' came, some of ${EXCEPTIONS.join(', ')} were expected.`,
    )
  }
  return new Set(names)
}

const SECRET_LENGTH_MIN = 32
const SECRET_DISTINCT_MIN = 12

function weaknessOf(secret: string): string | undefined {
  if (secret === '') return 'is not set'
  if (secret.length < SECRET_LENGTH_MIN)
    return `has ${secret.length} characters, ${SECRET_LENGTH_MIN} are the least`
  if (new Set(secret).size < SECRET_DISTINCT_MIN) return 'repeats a few characters'
  if (/secret|password|changeme|change-me|example|development/i.test(secret))
    return 'looks like a placeholder'
  return undefined
}
