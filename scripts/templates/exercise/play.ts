/** What both suites play: one client that adds, repeats itself, and compares every answer with its own books. */
import { type Client, type SuiteBuilder, suite } from '../../../lib/suite/index.ts'

interface Addition {
  id: string
  n: number
  /** What its first answer was, or had to be. */
  total: number
}

const ANSWER_MS = 200
const DOWN_MS_MAX = 400

export function play(name: string, seeds: number) {
  return suite(name, (s) => {
    const p = properties(s)

    s.scenario('calm', { seeds, durationMs: 5_000, title: 'Nothing goes wrong' }, (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        const book = bookkeeper(c)
        for (let i = 0; i < 8; i++) await book.add(c.random.int(-9, 9))
      })
    })

    s.scenario('repeats', { seeds, durationMs: 5_000, title: 'Answers get lost' }, (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        const book = bookkeeper(c)
        for (let i = 0; i < 4; i++) await book.add(c.random.int(1, 9))
        await book.repeat(book.additions.at(-1)!)
        await book.repeat(book.additions[c.random.int(0, 2)]!)
        await book.add(c.random.int(1, 9))
      })
      sc.sometimes('an old addition is repeated', (e) => e.kind === 'note' && e.label === 'repeats')
    })

    s.scenario('crash', { seeds, durationMs: 5_000, healAtMs: 2_000, title: 'The node crashes' }, (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        const book = bookkeeper(c)
        for (let i = 0; i < 3; i++) await book.add(c.random.int(1, 9))
        await c.at(1_000)
        book.crashed = true
        await book.add(c.random.int(1, 9))
        await book.repeat(book.additions[c.random.int(0, 2)]!)
        await book.add(c.random.int(1, 9))
      })
      sc.nemesis(async (n) => {
        await n.at(n.random.int(400, 900))
        n.crash('n1', { forMs: n.random.int(1, DOWN_MS_MAX) })
      })
      sc.sometimes('an addition is repeated after a crash', (e) => e.kind === 'note' && e.label === 'repeats')
    })

    function bookkeeper(c: Client) {
      const additions: Addition[] = []
      const book = { additions, crashed: false, add, repeat }
      return book

      async function add(n: number): Promise<void> {
        const total = (additions.at(-1)?.total ?? 0) + n
        const addition = { id: `a${additions.length}`, n, total }
        additions.push(addition)
        await ask(addition, book.crashed ? p.durable : p.sum)
      }

      async function repeat(addition: Addition): Promise<void> {
        c.note('repeats', addition.id)
        await ask(addition, p.once)
      }

      /** Asks until there is an answer, and fails `property` when it is not the one in the books. */
      async function ask({ id, n, total }: Addition, property: typeof p.sum): Promise<void> {
        const askedAt = c.now
        for (;;) {
          const result = await c.call('n1', 'add', { id, n }, { timeoutMs: ANSWER_MS, local: true })
          const witness = [result.invokeId, result.endId]
          if (!result.ok) {
            if (c.w.isUp('n1') && c.now - askedAt > DOWN_MS_MAX + ANSWER_MS) {
              const because = `n1 was up and did not answer addition ${id} within ${ANSWER_MS} ms`
              return c.fail(p.answers, { because, expected: { total }, got: result.reason, witness })
            }
            await c.sleep(20)
            continue
          }
          const got = result.value ?? null
          if (got?.total !== total) {
            const because = `n1 answered ${JSON.stringify(got)} to addition ${id} of ${n}, where the total was ${total}`
            c.fail(property, { because, expected: { total }, got, witness })
          }
          await c.sleep(c.random.int(1, 60))
          return
        }
      }
    }
  })
}

function properties(s: SuiteBuilder) {
  return {
    sum: s.property('sum', 'The answer is the sum of all additions so far.', { kind: 'safety', hint: 'sum' }),
    durable: s.property('durable', 'A crash loses nothing that was answered.', {
      kind: 'safety',
      hint: 'durable',
    }),
    once: s.property('once', 'A repeated addition counts once and gets its first answer.', {
      kind: 'safety',
      hint: 'once',
    }),
    answers: s.property('answers', 'Every addition is answered while the node is up.', {
      kind: 'liveness',
      hint: 'answers',
    }),
  }
}
