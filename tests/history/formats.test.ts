/** The same odd and broken histories in each of the three formats: what a file looks like must not change what it says. */
import { describe, expect, test } from 'vitest'
import { checkLinearizable } from '../../lib/checks/index.ts'
import { type Format, HistoryError, type ModelName, meaning, readHistory } from '../../lib/history/index.ts'

interface Event {
  process: number
  type: string
  f: 'read' | 'write' | 'frob'
  value: number | null
}

/** `0 invoke write 3` */
function event(text: string): Event {
  const [process, type, f, value] = text.split(' ') as [string, string, Event['f'], string?]
  return { process: Number(process), type, f, value: value === undefined ? null : Number(value) }
}

const formats: Record<Format, { line: (e: Event) => string; model: ModelName; remarks: readonly string[] }> =
  {
    jepsen: {
      line: ({ process, type, f, value }) =>
        `INFO  jepsen.util - ${process}\t:${type}\t:${f}\t${value ?? 'nil'}`,
      model: 'register',
      // Other loggers write into the same file, and so does the nemesis.
      remarks: [
        'INFO  jepsen.core - Worker 3 starting',
        'INFO  jepsen.util - :nemesis\t:info\t:start\tnil',
        '',
      ],
    },
    knossos: {
      line: ({ process, type, f, value }) =>
        `{:process ${process}, :type :${type}, :f :${f}, :value ${value ?? 'nil'}, :time 12}`,
      model: 'register',
      remarks: [
        '; a remark {:process',
        '#_{:process 9, :type :ok}',
        '{:process :nemesis, :type :info, :f :start}',
        '',
      ],
    },
    'porcupine-kv': {
      line: ({ process, type, f, value }) => {
        const name = { read: ':get', write: ':put', frob: ':frob' }[f]
        const shown = value === null ? 'nil' : JSON.stringify(String(value))
        return `{:process ${process}, :type :${type}, :f ${name}, :key "a", :value ${shown}}`
      },
      model: 'kv',
      remarks: ['; a remark', '#_ignored', ''],
    },
  }

describe.each(Object.keys(formats) as Format[])('%s', (format) => {
  const { line, model, remarks } = formats[format]
  const lines = (...events: string[]) => events.map((e) => line(event(e)))
  const judge = (text: string) => {
    const history = readHistory(text, format)
    const { model: sequential, ops } = meaning(history, model)
    return { history, ...checkLinearizable(sequential, history.operations, { ops, maxSteps: 2_000_000 }) }
  }
  const verdict = (...events: string[]) => judge(lines(...events).join('\n')).ok
  const refusal = (text: string) => {
    try {
      judge(text)
    } catch (e) {
      expect(e).toBeInstanceOf(HistoryError)
      return (e as HistoryError).message
    }
    throw new Error('the history was taken')
  }

  test('line ends of Windows, a byte order mark, remarks and blank lines change nothing', () => {
    const bare = lines('0 invoke write 1', '1 invoke read', '0 ok write 1', '1 ok read 1')
    const odd = `\uFEFF${bare.flatMap((l) => [...remarks, l]).join('\r\n')}\r\n`
    const { operations } = readHistory(odd, format)
    const said = (o: (typeof operations)[number]) => [o.client, o.type, o.body, o.outcome, o.result]
    expect(operations.map(said)).toEqual(readHistory(bare.join('\n'), format).operations.map(said))
    expect(judge(odd).ok).toBe(true)
  })

  test('the format is found out when nobody says', () => {
    expect(readHistory(lines('0 invoke read', '0 ok read').join('\n')).format).toBe(format)
  })

  test('a write without an end may have taken effect or not, and nothing else may have', () => {
    const open = ['0 invoke write 1', '0 ok write 1', '1 invoke write 2']
    expect(verdict(...open, '2 invoke read', '2 ok read 1')).toBe(true)
    expect(verdict(...open, '2 invoke read', '2 ok read 2')).toBe(true)
    expect(verdict(...open, '2 invoke read', '2 ok read 2', '2 invoke read', '2 ok read 1')).toBe(false)
    expect(verdict(...open, '2 invoke read', '2 ok read 3')).toBe(false)
  })

  test('a process that goes on after :info leaves its write open for ever', () => {
    const before = ['0 invoke write 1', '0 info write 1', '0 invoke write 2', '0 ok write 2']
    expect(verdict(...before, '1 invoke read', '1 ok read 1')).toBe(true)
    expect(verdict(...before, '1 invoke read', '1 ok read 2')).toBe(true)
    // Once seen after the second write, it cannot be undone by having come before it.
    const seen = [...before, '1 invoke read', '1 ok read 1']
    expect(verdict(...seen, '1 invoke read', '1 ok read 2')).toBe(false)
  })

  test('what failed did not happen', () => {
    const failed = ['0 invoke write 1', '0 ok write 1', '1 invoke write 2', '1 fail write 2']
    expect(verdict(...failed, '2 invoke read', '2 ok read 1')).toBe(true)
    expect(verdict(...failed, '2 invoke read', '2 ok read 2')).toBe(false)
  })

  test('two operations of one process at a time are refused, with both lines', () => {
    expect(refusal(lines('0 invoke write 1', '1 invoke read', '0 invoke read').join('\n'))).toMatch(
      /^Line 3: process 0 invokes :\w+ while its :\w+ of line 1 is still under way\. A process does one thing/,
    )
  })

  test('an end without a beginning is refused, with its line and what is missing', () => {
    const text = lines('0 invoke write 1', '0 ok write 1', '0 ok write 1').join('\n')
    expect(refusal(text)).toMatch(
      /^Line 3: process 0 completes :\w+ with :ok, but .* Its :invoke line is missing/,
    )
  })

  test('an operation that no model has, and a type that is none, name their line and what was expected', () => {
    expect(refusal(lines('0 invoke write 1', '0 ok write 1', '1 invoke frob 3').join('\n'))).toMatch(
      /^Line 3: :frob is no operation of the model \S+\. It knows /,
    )
    expect(refusal(lines('0 invoke write 1', '0 began write 1').join('\n'))).toMatch(
      /^Line 2: .*(:invoke, :ok, :fail or :info)/,
    )
  })

  test('a file that ends in the middle of a line names it', () => {
    const whole = lines('0 invoke write 1', '0 ok write 1').join('\n')
    expect(refusal(whole.slice(0, whole.lastIndexOf(':ok') + 3))).toMatch(/^Line 2: /)
  })

  test.each(['', '\n', ' \r\n\t\n'])('an empty file is refused: %j', (text) => {
    expect(refusal(text)).toMatch(/^The file (is empty|has no event)\. Expected /)
  })

  test('10,000 operations of eight processes are read and judged within their steps, and a stale read after 800 of them is found', () => {
    const events: string[] = []
    for (let k = 0; k < 10_000; k += 8) {
      const batch = Array.from({ length: 8 }, (_, p) => (p === 0 ? `write ${k}` : 'read'))
      batch.forEach((what, p) => void events.push(`${p} invoke ${what}`))
      batch.forEach((what, p) => void events.push(`${p} ok ${p === 0 ? what : `read ${k}`}`))
    }
    const { history, ok } = judge(lines(...events).join('\n'))
    expect(history.operations).toHaveLength(10_000)
    expect(ok).toBe(true)
    const stale = [...events.slice(-1_600), '0 invoke read', '0 ok read 8']
    const bad = judge(lines(...stale).join('\n'))
    expect(bad.ok === false && bad.history.lineOf(bad.blockedAt)).toBe(stale.length)
  })
})
