import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { reportOf } from '../../scripts/check-history.ts'
import { root } from '../../scripts/launcher/root.ts'

const fixture = (name: string) => readFileSync(join(root, 'tests/history/fixtures', name), 'utf8')
const skew = `{:type :invoke, :process 0, :value [[:r :x nil] [:append :y 1]]}
{:type :invoke, :process 1, :value [[:r :y nil] [:append :x 1]]}
{:type :ok, :process 0, :value [[:r :x []] [:append :y 1]]}
{:type :ok, :process 1, :value [[:r :y []] [:append :x 1]]}
`

describe('what is reported', () => {
  test('a good history: verdict, operations and ms come first', () => {
    const { outcome, lines, json } = reportOf(fixture('c01-ok.txt'), { model: 'kv' })
    expect(outcome).toBe('good')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^linearizable: 58 operations, [\d.]+ ms \(kv, porcupine-kv\)$/)
    expect(json).toMatchObject({
      verdict: 'linearizable',
      operations: 58,
      ms: expect.any(Number),
      format: 'porcupine-kv',
    })
  })
  test('a bad one: the key and the operations in conflict, by line', () => {
    const { outcome, lines, json } = reportOf(fixture('c01-bad.txt'), {})
    expect(outcome).toBe('bad')
    expect(lines[0]).toMatch(/^not linearizable: 38 operations/)
    expect(lines.slice(1).join('\n')).toMatch(
      /Key "7": process .*one at a time.*\n {2}line \d+-\d+: process \d+ :ok :/s,
    )
    expect(json).toMatchObject({ verdict: 'not linearizable', key: '7', blockedAtLine: expect.any(Number) })
  })
  test('one without an answer within its steps', () => {
    const { outcome, lines } = reportOf(fixture('c01-ok.txt'), { maxSteps: 3 })
    expect(outcome).toBe('undecided')
    expect(lines[0]).toMatch(/^undecided: 58 operations/)
  })
  test('transactions: the level, and each anomaly by name', () => {
    expect(reportOf(skew, { level: 'snapshot-isolation' }).lines[0]).toMatch(
      /^snapshot-isolation: 2 operations/,
    )
    const { outcome, lines, json } = reportOf(skew, { model: 'list-append' })
    expect(outcome).toBe('bad')
    expect(lines[0]).toMatch(/^not serializable: 2 operations/)
    expect(lines[1]).toContain('G2-item: T0 (process 0) read :x as []')
    expect(lines[2]).toBe('  lines 1, 2, 3, 4')
    expect(json).toMatchObject({ anomalies: [{ name: 'G2-item', cycle: 'T0 -rw-> T1 -rw-> T0' }] })
  })
  test('the value to begin with', () => {
    const read = '{:process 0 :type :invoke :f :read :value nil} {:process 0 :type :ok :f :read :value 5}'
    const without = reportOf(read, { model: 'register' })
    expect(without.outcome).toBe('bad')
    expect(without.lines.at(-1)).toMatch(/ say what with --init\.$/)
    expect(reportOf(read, { model: 'register', init: '4' }).lines.join()).not.toContain('--init')
    expect(reportOf(read, { model: 'register', init: '5' }).outcome).toBe('good')
    expect(() => reportOf(read, { model: 'register', init: '5 6' })).toThrow('--init needs one EDN value')
    expect(() => reportOf(skew, { level: 'eventual' })).toThrow("There is no level 'eventual'")
  })
})

describe('exit codes', () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultline-history-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const run = (text: string | undefined, ...args: string[]) => {
    const file = join(dir, 'history.txt')
    if (text !== undefined) writeFileSync(file, text)
    const command = join(root, 'scripts/commands/check-history.ts')
    return spawnSync(process.execPath, [command, ...(text === undefined ? [] : [file]), ...args], {
      encoding: 'utf8',
    })
  }

  test('0 good, 1 bad, 3 undecided; --json is one line', () => {
    expect(run(fixture('c01-ok.txt'), '--model', 'kv').status).toBe(0)
    const bad = run(fixture('c01-bad.txt'), '--model', 'kv', '--format', 'porcupine-kv', '--json')
    expect(bad.status).toBe(1)
    expect(JSON.parse(bad.stdout)).toMatchObject({ verdict: 'not linearizable', operations: 38 })
    expect(run(fixture('c01-ok.txt'), '--max-steps', '3').status).toBe(3)
  })
  test.each([
    ['an empty file', '', [], 'The file is empty'],
    ['another format', 'no history', ['--format', 'xml'], "There is no format 'xml'"],
    ['an unknown model', skew, ['--model', 'stack'], "There is no model 'stack'"],
    ['an unknown option', skew, ['--verbose'], 'Usage: npm run check-history'],
    ['no file', undefined, [], 'Usage: npm run check-history'],
    ['a file that is not there', undefined, ['/nowhere/history.edn'], '/nowhere/history.edn cannot be read'],
    ['steps that are none', skew, ['--max-steps', 'many'], '--max-steps needs a positive whole number'],
  ])('2 for %s', (_, text, args, message) => {
    const { status, stderr, stdout } = run(text, ...args)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})
