/**
 * Other ways to judge one submission, with the same suite and solution: a test runner started for it, a bare process
 * started for it, and a QuickJS context in this process. Beside ours, in turns.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { openGrader } from '../../lib/grader/index.ts'
import { explore } from '../../lib/suite/index.ts'
import { root } from '../launcher/root.ts'
import { openQuickJs } from './quickjs.ts'
import { referenceJs, referenceOf, suiteOf } from './reference.ts'
import { median, round } from './stats.ts'

export async function benchPeers(slug: string, rounds: number) {
  const grader = await openGrader({ concurrency: 1 })
  const quickjs = await openQuickJs()
  const suite = await suiteOf(slug)
  const { learner, fixture } = referenceJs(slug)
  const code = referenceOf(slug)
  const env = { ...process.env, BENCH_SLUG: slug }
  const config = join(root, 'scripts/bench/peer.vitest.config.ts')
  const ways = {
    ours: async () => {
      for (let i = 0; i < OURS; i++) expectPassed(await grader.grade({ slug, code, suite: 'hidden' }))
    },
    quickjs: async () => {
      const context = quickjs.open(learner, fixture)
      expectPassed(await explore(suite, context.port, { clock: () => performance.now() }))
      context.dispose()
    },
    node: () => runs([join(root, 'scripts/bench/peer.node.ts')], env),
    vitest: () => runs([join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config], env),
  }
  const ms = { ours: [] as number[], quickjs: [] as number[], node: [] as number[], vitest: [] as number[] }
  try {
    for (let i = -1; i < rounds; i++) {
      for (const [name, run] of Object.entries(ways) as [keyof typeof ways, () => Promise<void>][]) {
        const before = performance.now()
        await run()
        const took = (performance.now() - before) / (name === 'ours' ? OURS : 1)
        if (i >= 0) ms[name].push(took)
      }
    }
  } finally {
    await grader.close()
  }
  const ours = median(ms.ours)
  return {
    rounds,
    oursMs: round(ours),
    quickjsMs: round(median(ms.quickjs)),
    nodeMs: round(median(ms.node)),
    vitestMs: round(median(ms.vitest)),
    quickjsToOurs: round(median(ms.quickjs) / ours),
    nodeToOurs: round(median(ms.node) / ours),
    vitestToOurs: round(median(ms.vitest) / ours),
  }
}

/** Ours is warm in service; one run between two processes that take seconds would be cold. The mean of a few is taken. */
const OURS = 5

function expectPassed(verdict: { outcome: string }): void {
  if (verdict.outcome !== 'passed') throw new Error(`the reference came back '${verdict.outcome}'`)
}

async function runs(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, argv, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (b) => (output += b))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`a peer failed (${code}): ${output}`)
}
