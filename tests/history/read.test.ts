import { describe, expect, test } from 'vitest'
import { checkLinearizable, type LinearizabilityResult } from '../../lib/checks/index.ts'
import {
  type Format,
  guessModel,
  HistoryError,
  type ModelName,
  meaning,
  parseModelName,
  readHistory,
} from '../../lib/history/index.ts'

const judge = (text: string, model?: ModelName, o: Parameters<typeof meaning>[2] = {}, format?: Format) => {
  const history = readHistory(text, format)
  const { model: sequential, ops } = meaning(history, model ?? guessModel(history), o)
  return checkLinearizable(sequential, history.operations, { ops })
}
const verdict = (...args: Parameters<typeof judge>): LinearizabilityResult['ok'] => judge(...args).ok

/** `0 invoke write 3` as Jepsen's logger prints it. */
const jepsen = (...events: string[]) =>
  events
    .map((e) => {
      const [process, type, f, ...value] = e.split(' ')
      return `INFO  jepsen.util - ${process}\t:${type}\t:${f}\t${value.join(' ')}\n`
    })
    .join('')
const edn = (...events: string[]) =>
  events.map((e) => {
    const [process, type, f, ...value] = e.split(' ')
    return `{:process ${process}, :type :${type}, :f :${f}, :value ${value.join(' ')}}`
  })

describe('Jepsen text logs', () => {
  const before = ['0 invoke write 1', '0 ok write 1']

  test('a read of the value written is linearizable, one of another is not', () => {
    expect(verdict(jepsen(...before, '1 invoke read nil', '1 ok read 1'))).toBe(true)
    expect(verdict(jepsen(...before, '1 invoke read nil', '1 ok read 2'))).toBe(false)
  })
  test('nil read after a write is a stale read', () => {
    expect(verdict(jepsen(...before, '1 invoke read nil', '1 ok read nil'))).toBe(false)
    expect(verdict(jepsen('1 invoke read nil', '1 ok read nil'))).toBe(true)
  })
  test('a failed compare-and-set observed another value', () => {
    expect(verdict(jepsen(...before, '1 invoke cas [1 2]', '1 fail cas [1 2]'))).toBe(false)
    expect(verdict(jepsen(...before, '1 invoke cas [3 2]', '1 fail cas [3 2]'))).toBe(true)
  })
  test('a compare-and-set that failed for another reason says nothing', () => {
    expect(verdict(jepsen(...before, '1 invoke cas [1 2]', '1 fail cas :timed-out'))).toBe(true)
    expect(verdict(jepsen(...before, '1 invoke cas [1 2]', '1 fail cas [1 2] :not-leader'))).toBe(true)
  })
  test('a read that timed out says nothing, and its process goes on', () => {
    const history = [
      ...before,
      '1 invoke read nil',
      '1 fail read :timed-out',
      '1 invoke read nil',
      '1 ok read 1',
    ]
    expect(verdict(jepsen(...history))).toBe(true)
  })
  test('a write that timed out may take effect much later, or never', () => {
    const late = (...seen: number[]) =>
      jepsen(
        '5 invoke write 9',
        '5 info write :timed-out',
        ...before,
        ...seen.flatMap((v) => ['1 invoke read nil', `1 ok read ${v}`]),
      )
    expect(verdict(late(1, 9, 9))).toBe(true)
    expect(verdict(late(1, 1))).toBe(true)
    expect(verdict(late(9, 1, 9))).toBe(false)
  })
  test('an invocation at the end of the file may have taken effect', () => {
    expect(verdict(jepsen(...before, '2 invoke write 4', '1 invoke read nil', '1 ok read 4'))).toBe(true)
  })
  test('Windows line ends, a byte order mark, blank lines, the nemesis and other loggers change nothing', () => {
    const text = jepsen(...before, '1 invoke read nil', '1 ok read 1')
    const noisy = `\uFEFFINFO  jepsen.core - Running test\r\n\r\n${text.replaceAll('\n', '\r\n')}INFO  jepsen.util - :nemesis\t:info\t:start\tnil\r\n`
    const read = readHistory(noisy)
    expect(read.format).toBe('jepsen')
    expect(read.operations).toHaveLength(2)
    expect(verdict(noisy)).toBe(true)
  })
  test('history.txt, without what stands before the process', () => {
    expect(
      verdict('0\t:invoke\t:write\t1\n0\t:ok\t:write\t1\n1\t:invoke\t:read\tnil\n1\t:ok\t:read\t2\n'),
    ).toBe(false)
  })
  test('newer logs with a time and a thread', () => {
    const text = jepsen(...before, '1 invoke read nil', '1 ok read 2').replaceAll(
      'INFO  jepsen.util - ',
      '2019-10-01 12:00:00,123{GMT}\tINFO\t[jepsen worker 0] jepsen.util: ',
    )
    expect(verdict(text)).toBe(false)
  })
  test('a finding points at lines', () => {
    const history = readHistory(`\n${jepsen(...before, '1 invoke read nil', '1 ok read 2')}`)
    const result = judge(`\n${jepsen(...before, '1 invoke read nil', '1 ok read 2')}`)
    if (result.ok !== false) throw new Error('expected a bad history')
    expect(history.lineOf(result.blockedAt)).toBe(5)
  })
})

describe('EDN histories', () => {
  const good = edn('0 invoke write 1', '0 ok write 1', '1 invoke read nil', '1 ok read 1')
  const bad = edn('0 invoke write 1', '0 ok write 1', '1 invoke read nil', '1 ok read 2')

  test.each([
    ['one vector', (maps: string[]) => `[${maps.join('\n ')}]`],
    ['one list', (maps: string[]) => `(${maps.join('\n ')})`],
    ['one map a line', (maps: string[]) => maps.join('\n')],
    ['Windows line ends', (maps: string[]) => `[${maps.join('\r\n ')}]\r\n`],
    ['tagged records', (maps: string[]) => `[${maps.map((m) => `#jepsen.history.Op${m}`).join(' ')}]`],
    ['comments', (maps: string[]) => `; a history\n[${maps.join(' ; next\n ')}]`],
    [
      'more in the maps',
      (maps: string[]) =>
        maps.map((m) => m.replace('{', '{:time 99286665244, :index 3, :error {:a #{1}}, ')).join('\n'),
    ],
  ])('as %s', (_, print) => {
    expect(verdict(print(good))).toBe(true)
    expect(verdict(print(bad))).toBe(false)
  })
  test('what failed did not happen, a compare-and-set neither', () => {
    expect(
      verdict(edn('0 invoke write 1', '0 fail write 1', '1 invoke read nil', '1 ok read 1').join()),
    ).toBe(false)
    expect(
      verdict(edn('0 invoke write 1', '0 ok write 1', '1 invoke cas [1 2]', '1 fail cas [1 2]').join()),
    ).toBe(true)
  })
  test('a read of nil says nothing, as Knossos has it', () => {
    expect(
      verdict(edn('0 invoke write 1', '0 ok write 1', '1 invoke read nil', '1 ok read nil').join()),
    ).toBe(true)
  })
  test('negative numbers, strings, keywords and nested values are values', () => {
    for (const value of ['-1', '"text"', ':key', '{:a [1 #{2}]}', '1.5']) {
      expect(
        verdict(
          edn(
            `0 invoke write ${value}`,
            `0 ok write ${value}`,
            '1 invoke read nil',
            `1 ok read ${value}`,
          ).join(),
        ),
      ).toBe(true)
      expect(
        verdict(
          edn(`0 invoke write ${value}`, `0 ok write ${value}`, '1 invoke read nil', '1 ok read 77').join(),
        ),
      ).toBe(false)
    }
  })
  test('the nemesis is left out; a history of it alone is empty and good', () => {
    const nemesis = '{:process :nemesis, :type :info, :f :start, :value nil}'
    expect(verdict([nemesis, ...good, nemesis].join('\n'))).toBe(true)
    expect(verdict(`[${nemesis} ${nemesis}]`)).toBe(true)
    expect(verdict('[]')).toBe(true)
  })
  test('independent keys: values are [key value]', () => {
    const keyed = edn(
      '0 invoke write [7 1]',
      '0 ok write [7 1]',
      '1 invoke read [8 nil]',
      '1 ok read [8 nil]',
      '1 invoke read [7 nil]',
      '1 ok read [7 2]',
    )
    const result = judge(keyed.join('\n'), 'register')
    expect(result).toMatchObject({ ok: false, key: '7' })
    const cas = edn(
      '0 invoke write [7 1]',
      '0 ok write [7 1]',
      '1 invoke cas [7 [1 2]]',
      '1 ok cas [7 [1 2]]',
      '1 invoke read [7 nil]',
      '1 ok read [7 2]',
    )
    expect(verdict(cas.join('\n'))).toBe(true)
  })
  test('a register may hold pairs: a read invoked with nil is not keyed', () => {
    expect(
      verdict(
        edn('0 invoke write [7 1]', '0 ok write [7 1]', '1 invoke read nil', '1 ok read [7 1]').join(),
        'register',
      ),
    ).toBe(true)
  })
  test('mutex: whoever releases, two cannot hold', () => {
    const acquire = (p: number) => [`${p} invoke acquire nil`, `${p} ok acquire nil`]
    expect(verdict(edn(...acquire(0), ...acquire(1)).join())).toBe(false)
    expect(
      verdict(edn(...acquire(0), '1 invoke release nil', '1 ok release nil', ...acquire(1)).join()),
    ).toBe(true)
    expect(
      verdict(
        edn(
          ...acquire(0),
          '1 invoke release nil',
          '1 fail release nil',
          '1 invoke acquire nil',
          '1 fail acquire nil',
        ).join(),
      ),
    ).toBe(true)
    expect(verdict(edn('1 invoke release nil', '1 ok release nil').join())).toBe(false)
  })
  test('multi-register: several registers at one instant', () => {
    const txn = (p: number, asked: string, got = asked) => [`${p} invoke txn ${asked}`, `${p} ok txn ${got}`]
    const both = '[[:read :x nil] [:read :y nil]]'
    const write = txn(0, '[[:write :x 1] [:write :y 1]]')
    expect(verdict(edn(...write, ...txn(1, both, '[[:read :x 1] [:read :y 1]]')).join())).toBe(true)
    expect(verdict(edn(...write, ...txn(1, both, '[[:read :x 1] [:read :y 0]]')).join())).toBe(false)
    const init = { init: { ':x': 0, ':y': 0 } }
    expect(
      verdict(edn(...txn(1, both, '[[:read :x 0] [:read :y 0]]'), ...write).join(), 'multi-register', init),
    ).toBe(true)
    expect(
      verdict(edn(...txn(1, both, '[[:read :x 0] [:read :y 0]]'), ...write).join(), 'multi-register'),
    ).toBe(false)
  })
  test('queues, sets, counters and logs', () => {
    const queue = (first: number) =>
      edn(
        '0 invoke enqueue 1',
        '0 ok enqueue 1',
        '0 invoke enqueue 2',
        '0 ok enqueue 2',
        '1 invoke dequeue nil',
        `1 ok dequeue ${first}`,
      ).join()
    expect(verdict(queue(1), 'fifo-queue')).toBe(true)
    expect(verdict(queue(2), 'fifo-queue')).toBe(false)
    expect(verdict(queue(2), 'unordered-queue')).toBe(true)
    expect(verdict(queue(3), 'unordered-queue')).toBe(false)
    const adds = (read: string) =>
      edn(
        '0 invoke add 1',
        '0 ok add 1',
        '0 invoke add 2',
        '0 ok add 2',
        '1 invoke read nil',
        `1 ok read ${read}`,
      ).join()
    expect(verdict(adds('#{2 1}'), 'set')).toBe(true)
    expect(verdict(adds('[1]'), 'set')).toBe(false)
    expect(verdict(adds('3'), 'counter')).toBe(true)
    expect(verdict(adds('2'), 'counter')).toBe(false)
    const log = (read: string) => adds(read).replaceAll(':add', ':append')
    expect(verdict(log('[1 2]'), 'log')).toBe(true)
    expect(verdict(log('[2 1]'), 'log')).toBe(false)
  })
  test('lists by key', () => {
    const lists = (read: string) =>
      edn(
        '0 invoke append ["x" 1]',
        '0 ok append ["x" 1]',
        '0 invoke append ["y" 2]',
        '0 ok append ["y" 2]',
        '1 invoke read ["x" nil]',
        `1 ok read ["x" ${read}]`,
      ).join()
    expect(verdict(lists('[1]'), 'append-kv')).toBe(true)
    expect(verdict(lists('[1 2]'), 'append-kv')).toBe(false)
  })
})

describe('Porcupine key-value logs', () => {
  const kv = (...events: string[]) =>
    events
      .map((e) => {
        const [process, type, f, key, value] = e.split(' ')
        return `{:process ${process}, :type :${type}, :f :${f}, :key "${key}", :value ${value}}`
      })
      .join('\n')
  const before = ['0 invoke append a "x"', '0 ok append a "x"', '0 invoke append a "y"', '0 ok append a "y"']

  test('appends add text, puts replace it, an absent key reads as the empty text', () => {
    expect(verdict(kv(...before, '1 invoke get a nil', '1 ok get a "xy"'))).toBe(true)
    expect(verdict(kv(...before, '1 invoke get a nil', '1 ok get a "yx"'))).toBe(false)
    expect(
      verdict(kv(...before, '0 invoke put a "z"', '0 ok put a "z"', '1 invoke get a nil', '1 ok get a "z"')),
    ).toBe(true)
    expect(verdict(kv('1 invoke get a nil', '1 ok get a ""'))).toBe(true)
    expect(verdict(kv(...before, '1 invoke get b nil', '1 ok get b ""'))).toBe(true)
    expect(verdict(kv(...before, '1 invoke get a nil', '1 ok get a ""'))).toBe(false)
  })
  test('is found out by its :key', () => {
    expect(readHistory(kv(...before)).format).toBe('porcupine-kv')
    expect(verdict(kv(...before, '1 invoke get a nil', '1 ok get a "xy"'), 'append-kv')).toBe(true)
  })
})

describe('what is no history', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'The file is empty'],
    ['only comments', '; nothing\n', 'The file is empty'],
    ['a file cut off inside a map', '[{:process 0, :type :invoke, :f :read', "Line 1: '{' is never closed"],
    [
      'a log cut off inside a line',
      `${jepsen('0 invoke read nil')}INFO  jepsen.util - 0\t:ok`,
      "Line 2: 'INFO  jepsen.util - 0\t:ok' is no event",
    ],
    [
      'a log cut off before a value',
      `${jepsen('0 invoke read nil')}INFO  jepsen.util - 0\t:ok\t:read`,
      'Line 2: the event has no value',
    ],
    [
      'a completion without invocation',
      edn('3 ok read 1').join(),
      'Line 1: process 3 completes :read with :ok, but has nothing under way',
    ],
    [
      'a second completion',
      jepsen('0 invoke read nil', '0 ok read nil', '0 ok read nil'),
      'Line 3: process 0 completes :read',
    ],
    [
      'a process that begins twice',
      edn('0 invoke read nil', '0 invoke write 1').join('\n'),
      'Line 2: process 0 invokes :write while its :read of line 1',
    ],
    [
      'a completion of something else',
      edn('0 invoke read nil', '0 ok write 1').join('\n'),
      'Line 2: process 0 completes :write, but what it has under way is the :read of line 1',
    ],
    ['an unknown type', '{:process 0 :type :begin :f :read}', 'Line 1: the operation has :type :begin'],
    ['a map without type', '\n{:process 0 :f :read}', 'Line 2: the operation has no :type'],
    ['something else', '42', '42 came where an operation was expected'],
    ['prose', 'Once upon a time', '"Once" came where an operation was expected'],
  ])('%s', (_, text, message) => {
    expect(() => readHistory(text)).toThrow(HistoryError)
    expect(() => readHistory(text)).toThrow(message)
  })
  test('an operation that the model does not know', () => {
    expect(() => judge(edn('0 invoke read nil', '1 invoke frob 1').join('\n'), 'register')).toThrow(
      'Line 2: :frob is no operation of the model register. It knows read, write, cas.',
    )
    expect(() => judge(edn('0 invoke cas 1').join(), 'register')).toThrow(
      'Line 1: a :cas needs a value [from to]; 1 came.',
    )
    expect(() => judge(edn('0 invoke get 1').join(), 'kv')).toThrow(
      'a value [key value] was expected; 1 came',
    )
    expect(() => judge(edn('0 invoke txn 1').join(), 'multi-register')).toThrow('a :txn needs a value')
    expect(() => guessModel(readHistory(edn('0 invoke enqueue 1').join()))).toThrow('Say which with --model')
    expect(() => parseModelName('regsiter')).toThrow("There is no model 'regsiter'")
  })
})
