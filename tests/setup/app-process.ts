import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/launcher/ports.ts'
import { root } from '../../scripts/launcher/root.ts'
import { createScratchDatabase, type TestServer } from './scratch.ts'

export interface App {
  /** Where the site is: `http://localhost:<port>`. */
  origin: string
  databaseUrl: string
}

export interface RunningApp extends App {
  /** Its logs, `run/` record and secret. */
  dataDir: string
  stop(): Promise<void>
}

/**
 * Starts the product as `npm start` does, on a scratch database and a free port: built site, real grader. Resolves when
 * the site answers. `env` adds to its environment.
 */
export async function startApp(server: TestServer, env: Record<string, string> = {}): Promise<RunningApp> {
  const [database, port, dataDir] = await Promise.all([
    createScratchDatabase(server),
    freePort(),
    mkdtemp(join(tmpdir(), 'faultline-app-')),
  ])
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
    cwd: root,
    // The channel makes it end with us, however we end.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', VITEST: undefined, APP_ORIGIN: undefined, HOST: undefined },
      ...{ PORT: String(port), DATABASE_URL: database.url, FAULTLINE_DATA: dataDir },
      ...env,
    },
  })
  let output = ''
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
    await database.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('is ready at')) resolve()
      })
    }
    void exited.then(() => reject(new Error(`npm start ended before the site was ready:\n${output}`)))
  }).catch(async (error) => {
    await stop()
    throw error
  })
  return { origin: `http://localhost:${port}`, databaseUrl: database.url, dataDir, stop }
}
