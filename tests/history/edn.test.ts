import { describe, expect, test } from 'vitest'
import { HistoryError, parseEdn, toJson } from '../../lib/history/index.ts'

const json = (text: string) => parseEdn(text).map((form) => toJson(form))

describe('EDN', () => {
  test.each([
    ['nil true false', [null, true, false]],
    ['0 -3 +4 12N 1.5 -2.5e3 1.0M', [0, -3, 4, 12, 1.5, -2500, 1]],
    ['99999999999999999999', ['99999999999999999999']],
    ['1/2 ##NaN sym/bol', ['1/2', '##NaN', 'sym/bol']],
    [':a :b/c', [':a', ':b/c']],
    ['"a\\"b\\n\\u0041" ""', ['a"b\nA', '']],
    ['\\a \\( \\newline \\u0042 \\space', ['a', '(', '\n', 'B', ' ']],
    ['[1, 2 (3 4)]', [[1, 2, [3, 4]]]],
    ['#{3 1 2}', [[1, 2, 3]]],
    ['{:a 1 "b" [2] 3 nil}', [{ ':a': 1, b: [2], '3': null }]],
    ['; a comment\n1 ; another', [1]],
    ['[1 #_ 2 3 #_[4 5]]', [[1, 3]]],
    ['#inst "2020" #jepsen.history.Op{:process 0} #tag #tag2 5', ['2020', { ':process': 0 }, 5]],
    ['\r\n[1\r\n2]\r\n', [[1, 2]]],
    ['', []],
    ['[[] () {} #{}]', [[[], [], {}, []]]],
  ])('%s', (text, values) => expect(json(text)).toEqual(values))

  test.each([
    ['[1\n 2', "Line 1: '[' is never closed"],
    ['[1]\n)', "Line 2: ')' closes nothing"],
    ['\n\n"abc', 'Line 3: A string is never closed'],
    ['[1 2}', "Line 1: '}' closes nothing"],
    ['{:a 1 :b}', 'Line 1: A map has 3 forms'],
    ['1 #_', 'Line 1: The file ends after #_'],
    ['#', "Line 1: '#' is followed by no tag"],
    ['"a\\q"', "Line 1: '\\q' is no escape"],
    [':', "Line 1: ':' is followed by no name"],
    ['['.repeat(10_000), 'Values nest deeper than 500 levels'],
  ])('%j is refused with its line', (text, message) => {
    expect(() => parseEdn(text)).toThrow(HistoryError)
    expect(() => parseEdn(text)).toThrow(message)
  })
})
