import { describe, expect, test } from 'vitest'
import { checkIsolation, type LevelName } from '../../lib/checks/index.ts'
import { listAppend, readHistory } from '../../lib/history/index.ts'

const check = (level: LevelName, text: string) => {
  const history = readHistory(text)
  return checkIsolation(level, history.operations, { of: listAppend(history) })
}
const txn = (process: number, type: string, value: string) =>
  `{:type :${type}, :f :txn, :process ${process}, :value ${value}}`
const whole = (process: number, value: string) =>
  `${txn(process, 'invoke', value.replaceAll(/(\[:r \S+) (nil|\[[^\]]*\])\]/g, '$1 nil]'))}\n${txn(process, 'ok', value)}\n`

describe('list-append histories', () => {
  const halfSeen = whole(0, '[[:append :x 1] [:append 2 1]]') + whole(1, '[[:r :x [1]] [:r 2 nil]]')

  test('reads come from completions, nil is the empty list', () => {
    expect(check('read-committed', halfSeen).ok).toBe(true)
    expect(check('serializable', halfSeen).anomalies.map((a) => a.name)).toEqual(['G-single'])
  })
  test("the paper's example has the read skew that the paper finds", () => {
    // Kingsbury & Alvaro 2020, figure 2, shortened: T1 overlooks an append that T2 shows to be earlier.
    const text =
      whole(1, '[[:append 255 8]]') +
      whole(2, '[[:append 256 4] [:r 255 [8]]]') +
      whole(3, '[[:r 255 nil] [:append 256 3]]') +
      whole(4, '[[:r 256 [4 3]]]')
    expect(check('snapshot-isolation', text).anomalies.map((a) => a.name)).toEqual(['G-single'])
  })
  test('what failed was aborted, what nobody knows of counts once it is seen', () => {
    const read = whole(1, '[[:r :x [1]]]')
    const asked = txn(0, 'invoke', '[[:append :x 1]]')
    expect(
      check('read-committed', `${asked}${txn(0, 'fail', '[[:append :x 1]]')}${read}`).anomalies[0]?.name,
    ).toBe('G1a')
    expect(check('serializable', `${asked}${txn(0, 'info', '[[:append :x 1]]')}${read}`).ok).toBe(true)
    expect(check('serializable', `${asked}${read}`).ok).toBe(true)
  })
  test.each([
    [
      whole(0, '[[:w :x 1]]'),
      'Line 1: [:append key value] or [:r key list] was expected; [":w",":x",1] came.',
    ],
    [
      txn(0, 'invoke', '7'),
      'Line 1: a transaction [[:append key value] [:r key list]] was expected; 7 came.',
    ],
    [whole(0, '[[:append :x]]'), 'Line 1: [:append key value] or [:r key list] was expected'],
    [txn(0, 'invoke', '[[:r :x 3]]'), 'Line 1: a read sees a list or nil; [":r",":x",3] came.'],
    [
      whole(0, '[[:append :x 1]]') + whole(1, '[[:append :x 1]]'),
      'Line 3: 1 is appended to :x a second time (first: line 1)',
    ],
  ])('%j is refused', (text, message) => expect(() => check('serializable', text)).toThrow(message))
})
