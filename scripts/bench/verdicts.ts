/** How long a learner waits: HTTP submit to verdict, beside a test runner and a bare process per submission. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../launcher/root.ts'
import { referenceOf } from './reference.ts'
import { signUp, submitAndWait } from './site.ts'
import { quantile, round } from './stats.ts'

/** Below the rate limit of submissions per learner and minute. */
const PER_LEARNER = 25

export async function benchVerdicts(origin: string, slug: string, submissions: number) {
  const code = referenceOf(slug)
  const ms: number[] = []
  const graderMs: number[] = []
  let cookie = ''
  for (let i = 0; i < submissions; i++) {
    if (i % PER_LEARNER === 0) {
      cookie = await signUp(origin)
      await submitAndWait(origin, cookie, slug, code)
    }
    const judged = await submitAndWait(origin, cookie, slug, code)
    if (judged.outcome !== 'passed') throw new Error(`${slug}: the reference came back '${judged.outcome}'`)
    ms.push(judged.ms)
    graderMs.push(judged.graderMs)
  }
  return {
    submissions,
    p50Ms: round(quantile(ms, 0.5)),
    p95Ms: round(quantile(ms, 0.95)),
    graderP50Ms: round(quantile(graderMs, 0.5)),
  }
}

/** The same suite and solution, one process per submission: a Vitest run, and Node by itself. */
export async function benchPeers(slug: string, runs: number) {
  const vitest: number[] = []
  const node: number[] = []
  const env = { ...process.env, BENCH_SLUG: slug }
  for (let i = 0; i < runs; i++) {
    const config = join(root, 'scripts/bench/peer.vitest.config.ts')
    vitest.push(await timed([join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config], env))
    node.push(await timed([join(root, 'scripts/bench/peer.node.ts')], env))
  }
  return { runs, vitestP50Ms: round(quantile(vitest, 0.5)), nodeP50Ms: round(quantile(node, 0.5)) }
}

async function timed(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, argv, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (b) => (output += b))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`a peer failed (${code}): ${output}`)
  return performance.now() - started
}
