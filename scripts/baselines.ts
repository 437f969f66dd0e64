/**
 * What a game day's runs are compared with: the scripted outage, played with the starter and with the reference.
 *
 *   const baselines = await playBaselines(join(root, 'exercises/game-day-checkout'))
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Baseline, type Baselines, type GameDay, summarize } from '../lib/gameday/index.ts'
import { openPlainPort } from '../lib/kernel/index.ts'
import { runOnce, type Suite } from '../lib/suite/index.ts'
import { transpile } from '../lib/transpile/index.ts'

/** `folder` holds postmortem.ts. Throws when one of the two does not compile or does not play to the end. */
export async function playBaselines(folder: string): Promise<Baselines> {
  const { default: gameDay } = (await import(join(folder, 'postmortem.ts'))) as { default: GameDay }
  const { default: suite } = (await import(join(folder, 'suite.visible.ts'))) as { default: Suite }
  const play = async (file: string): Promise<Baseline> => {
    const js = transpile(readFileSync(join(folder, file), 'utf8'))
    if (!js.ok) throw new Error(`${join(folder, file)}, line ${js.line}: ${js.message}`)
    const run = await runOnce(suite, openPlainPort(js.js), { seed: gameDay.seed })
    if (run.missing || run.violation?.kind === 'threw')
      throw new Error(`${join(folder, file)} does not play ${gameDay.seed} to the end`)
    return summarize(gameDay.read(run.trace))
  }
  return { starter: await play('starter.ts'), reference: await play('solution.ts') }
}

/** One line per curve, so that a change is read at a glance. */
export function printBaselines(b: Baselines): string {
  const one = ({ curves, scores }: Baseline) => {
    const lines = Object.entries(curves).map(
      ([id, values]) => `      ${JSON.stringify(id)}: ${JSON.stringify(values)}`,
    )
    return `{\n    "curves": {\n${lines.join(',\n')}\n    },\n    "scores": ${JSON.stringify(scores)}\n  }`
  }
  return `{\n  "starter": ${one(b.starter)},\n  "reference": ${one(b.reference)}\n}\n`
}
