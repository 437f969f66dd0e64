/** A site of the bench's own, started as users start it, and clients that submit to it over HTTP. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { freePort } from '../launcher/ports.ts'
import { root } from '../launcher/root.ts'

export interface BenchSite {
  readonly origin: string
  /** From the command to the line that says it is ready. */
  readonly startMs: number
  stop(): Promise<void>
}

export async function startSite(dataDir: string): Promise<BenchSite> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      FAULTLINE_DATA: dataDir,
      APP_ORIGIN: undefined,
    },
  })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  let output = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('is ready at')) resolve()
      })
    }
    void exited.then(() => reject(new Error(`npm start ended early:\n${output}`)))
  })
  return {
    origin: `http://localhost:${port}`,
    startMs: performance.now() - started,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** A signed-in learner, as a cookie. */
export async function signUp(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/account/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({
      email: `bench-${crypto.randomUUID()}@example.org`,
      password: 'a passphrase for the bench',
    }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((c) => c.split(';', 1)[0])
    .join('; ')
}

export interface Judged {
  /** Of the submission. */
  readonly id: string
  /** From the first byte of the POST to the verdict in the event stream. */
  readonly ms: number
  readonly outcome: string
  /** What the grader itself took. */
  readonly graderMs: number
}

/** Submits and waits for the verdict, as the workbench does: POST, then server-sent events. */
export async function submitAndWait(
  origin: string,
  cookie: string,
  slug: string,
  code: string,
): Promise<Judged> {
  const started = performance.now()
  const headers = { 'content-type': 'application/json', origin, cookie }
  const body = JSON.stringify({ slug, code, idempotencyKey: crypto.randomUUID() })
  const sent = await fetch(`${origin}/api/submissions`, { method: 'POST', headers, body })
  if (sent.status !== 202) throw new Error(`POST answered ${sent.status}: ${await sent.text()}`)
  const { id } = (await sent.json()) as { id: string }
  const events = await fetch(`${origin}/api/submissions/${id}/events`, { headers: { cookie } })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of events.body as ReadableStream<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    const over = /event: over\ndata: (.*)\n\n/.exec(text)
    if (!over) continue
    const ms = performance.now() - started
    const { verdict } = JSON.parse(over[1] as string) as { verdict: { outcome: string; ms: number } }
    return { id, ms, outcome: verdict.outcome, graderMs: verdict.ms }
  }
  throw new Error(`the event stream of ${id} ended without a verdict`)
}
