// The same submission judged by a test runner started for it.
import { expect, test } from 'vitest'
import { explore } from '../../lib/suite/index.ts'
import { plainReference } from './reference.ts'

test('the submission passes', async () => {
  const { suite, port } = await plainReference(process.env.BENCH_SLUG ?? '')
  expect(await explore(suite, port, { clock: () => performance.now() })).toMatchObject({ outcome: 'passed' })
})
