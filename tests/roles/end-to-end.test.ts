import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grader, openGrader } from '../../lib/grader/index.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { explore, type Suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

const root = join(import.meta.dirname, 'fixtures')
const slugs = ['broadcast', 'tally', 'skew']

/** What a learner reads first: the two events in conflict, with who, what and when. */
const WORDS: Record<string, RegExp> = {
  'broadcast/plain-majority.ts': /^n\d delivered '(left|right)' of n4, and n\d delivered '(left|right)'\.$/,
  'broadcast/believes-names.ts': /^n\d delivered '(left|right)' of n4, and n\d delivered '(left|right)'\.$/,
  'tally/blind-put.ts':
    /^n\d's write of \d+ at \d+ ms came over n\d's write of \d+ at \d+ ms, which it had not read/,
  'tally/adds-again.ts':
    /^Addition n\d\/\d took effect at \d+ ms and again at \d+ ms: its first answer was lost/,
  'skew/snapshot.ts':
    /^n\d at \d+ ms and n\d at \d+ ms both committed a withdrawal of 150 that the 200 allowed once/,
}

let grader: Grader
beforeAll(async () => {
  grader = await openGrader({ root, concurrency: 1 })
})
afterAll(() => grader.close())

const read = (slug: string, file: string) => readFileSync(join(root, slug, file), 'utf8')

async function both(slug: string, code: string) {
  const { default: suite } = (await import(join(root, slug, 'suite.hidden.ts'))) as { default: Suite }
  const js = transpile(code)
  if (!js.ok) throw new Error(js.message)
  const plain = await explore(suite, openPlainPort(js.js), { clock: () => 0, fingerprint: true })
  const caged = await grader.grade({ slug, code, suite: 'hidden', fingerprint: true }, {})
  return { plain, caged }
}

describe.each(slugs)('%s', (slug) => {
  test('the reference passes, in the sandbox as in plain Node, event by event', async () => {
    const { plain, caged } = await both(slug, read(slug, 'solution.ts'))
    expect(plain).toMatchObject({ outcome: 'passed' })
    expect({ ...caged, ms: 0 }).toEqual(plain)
  })

  test.each(readdirSync(join(root, slug, 'wrong')))(
    '%s fails where it says, and why is said in words',
    async (file) => {
      const code = read(slug, join('wrong', file))
      const { plain, caged } = await both(slug, code)
      if (plain.outcome !== 'failed' || caged.outcome !== 'failed')
        throw new Error(`${plain.outcome}, ${caged.outcome}`)
      expect(plain.property).toBe(/fails: (\S+)/.exec(code)?.[1])
      for (const key of ['property', 'because', 'seed', 'faults', 'witness'] as const)
        expect(caged[key]).toEqual(plain[key])
      expect(plain.because).toMatch(WORDS[`${slug}/${file}`] as RegExp)
      expect(plain.witness).toHaveLength(2)
      expect(plain.faults.length).toBeLessThanOrEqual(2)
      expect(plain.trace.length).toBeLessThanOrEqual(40)
    },
  )
})
