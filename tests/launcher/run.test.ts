import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/launcher/root.ts'

const TELL =
  'console.log("began", Math.round(performance.timeOrigin), "given", process.env.FAULTLINE_STARTED_AT)'

test('the clock of a start begins with the command, before anything is installed', () => {
  const { FAULTLINE_STARTED_AT: _, ...env } = process.env
  const { stdout } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'grade'], {
    env: { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL)}` },
    encoding: 'utf8',
  })
  const [, door] = /^began (\d+) given undefined$/m.exec(stdout) ?? []
  const [, , given] = /^began (\d+) given (\d+)$/m.exec(stdout) ?? []
  expect(door).toBeDefined()
  expect(given).toBe(door)
})
