import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grade-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function grade(...args: string[]) {
  const child = spawn(process.execPath, ['--conditions=react-server', 'scripts/commands/grade.ts', ...args])
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, out, err }
}

function file(text: string): string {
  const path = join(folder, 'solution.ts')
  writeFileSync(path, text)
  return path
}

const SOLUTION = 'exercises/circuit-breaker/solution.ts'

describe('npm run grade', () => {
  test('a pass: exit 0, one JSON object on stdout', async () => {
    const { code, out } = await grade('circuit-breaker', SOLUTION, '--json')
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'passed',
      seeds: expect.any(Number),
      events: expect.any(Number),
      ms: expect.any(Number),
    })
  })

  test('a failure: exit 1, the property and the seed that replays it', async () => {
    const starter = 'exercises/circuit-breaker/starter.ts'
    const { code, out } = await grade('circuit-breaker', starter, '--json')
    expect(code).toBe(1)
    const verdict = JSON.parse(out)
    expect(verdict).toMatchObject({
      outcome: 'failed',
      property: expect.any(String),
      because: expect.any(String),
    })
    const replay = await grade('circuit-breaker', starter, '--json', '--seed', verdict.seed)
    expect(JSON.parse(replay.out)).toMatchObject({ outcome: 'failed', property: verdict.property })
  })

  test('a failure in words: the sentences, then the counterexample as a list', async () => {
    const { code, out } = await grade(
      'circuit-breaker',
      'exercises/circuit-breaker/wrong/half-open-floodgate.ts',
    )
    expect(code).toBe(1)
    expect(out).toMatch(/^Failed: probe\n\n.+\n.+\n\d+ events?, \d+ faults? \(from [\d,]+ and [\d,]+\)\./)
    expect(out).toMatch(/\n> +[\d,.]+ ms {2}\S/)
  })

  test('a rejection: exit 2 with line and column', async () => {
    const { code, out } = await grade('circuit-breaker', file('\nlet a = ;'), '--json')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'rejected',
      reason: 'compile',
      line: 2,
      column: 9,
      seeds: 0,
    })
  })

  test('our fault: exit 3', async () => {
    const { code, out } = await grade('circuit-breaker', SOLUTION, '--json', '--seed', 'no-such-scenario#0')
    expect(code).toBe(3)
    expect(JSON.parse(out)).toMatchObject({ outcome: 'our-fault' })
  })

  test.each([
    ['an unknown exercise', ['nope', 'x.ts'], "There is no exercise 'nope'. There are: "],
    ['a file that is not there', ['circuit-breaker', 'nowhere.ts'], 'nowhere.ts cannot be read: '],
    ['no arguments', [], 'Usage: '],
    ['an unknown flag', ['circuit-breaker', 'x.ts', '--fast'], "Unknown option '--fast'"],
  ])('%s: exit 2 and a message, nothing on stdout', async (_name, args, message) => {
    const { code, out, err } = await grade(...args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
  })
})
