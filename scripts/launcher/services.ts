import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseConfig } from '../../lib/config/index.ts'
import { NEXT } from './build.ts'
import { openDatabase } from './database.ts'
import { serviceEnvironment } from './environment.ts'
import { claimPort } from './instance.ts'
import type { Lifetime } from './lifetime.ts'
import { root } from './root.ts'
import { Refusal, readSettings, type Settings } from './settings.ts'
import { type Job, type Supervised, supervise } from './supervise.ts'

/** Everything one machine runs, in the order in which it has to be started. */
export interface Services {
  settings: Settings
  env: NodeJS.ProcessEnv
  /** Where the processes' output goes; undefined = to ours. */
  logDir: string | undefined
  startGraders(): Supervised[]
  /** Resolves when the site answers. */
  startWeb(mode: 'start' | 'dev'): Promise<void>
}

const READY_MS_MAX = 60_000
/** The built site with our own server in front; development keeps Next's, for its hot reload. */
const WEB = join(import.meta.dirname, 'web.ts')

/** Claims the port, opens and migrates the database. `command` is what a refusal tells the person to type. */
export async function openServices(lifetime: Lifetime, command: string): Promise<Services> {
  const settings = readSettings()
  const instance = await claimPort(settings.dataDir, settings.port, settings.host, command)
  lifetime.closeAtEnd('the record of this run', async () => instance.close())
  const env = serviceEnvironment(settings, await openDatabase(lifetime, settings))
  // On one's own machine the terminal stays readable; in production whatever collects output gets all of it.
  const logDir =
    parseConfig(env).mode === 'local' && command === 'npm start' ? join(settings.dataDir, 'log') : undefined
  const log = (name: string) => logDir && join(logDir, `${name}.log`)

  return {
    settings,
    env,
    logDir,
    startGraders: () =>
      Array.from({ length: settings.graders }, (_, index) => {
        const name = index === 0 ? 'grader' : `grader-${index + 1}`
        const grader = supervise(lifetime, { ...graderJob(name, env, log(name)), onStart: instance.note })
        void grader.gaveUp.then((code) => lifetime.end(code))
        return grader
      }),
    startWeb: async (mode) => {
      const host = settings.host === undefined ? [] : [settings.host]
      const hostFlag = host.flatMap((name) => ['-H', name])
      const web = supervise(lifetime, {
        name: 'web server',
        args:
          mode === 'start'
            ? [WEB, String(settings.port), ...host]
            : [NEXT, mode, '-p', String(settings.port), ...hostFlag],
        env: { ...env, NODE_ENV: mode === 'start' ? 'production' : 'development' },
        log: log('web'),
        graceMs: 1_500,
        onStart: instance.note,
      })
      await answering(web, settings, lifetime)
    },
  }
}

export function graderJob(name: string, env: NodeJS.ProcessEnv, log: string | undefined): Job {
  return {
    name,
    args: ['--conditions=react-server', join(root, 'lib/worker/main.ts')],
    env: { ...env, NODE_ENV: 'production' },
    log,
    graceMs: 4_000,
  }
}

async function answering(web: Supervised, settings: Settings, lifetime: Lifetime): Promise<void> {
  const url = `http://${addressToReach(settings.host)}:${settings.port}/healthz`
  const deadline = performance.now() + READY_MS_MAX
  while (!lifetime.ending) {
    if (web.crashes() > 0) throw new Refusal('The web server does not start; its last lines are above.')
    if (performance.now() > deadline)
      throw new Refusal(`The web server did not answer within ${READY_MS_MAX / 1000} s.`)
    try {
      await fetch(url, { signal: AbortSignal.any([lifetime.signal, AbortSignal.timeout(10_000)]) })
      return
    } catch {
      await sleep(30)
    }
  }
}

function addressToReach(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
