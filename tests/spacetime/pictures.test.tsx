import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DemoId, demos } from '../../app/authors/views/runs/index.ts'
import { type DemoRun, simulateDemos } from '../../app/authors/views/simulate.ts'
import { PictureView } from '../../app/ui/views/index.ts'
import { drawPicture, factsOf, type Picture, pictureAt } from '../../lib/spacetime/index.ts'

let runs: ReadonlyMap<DemoId, DemoRun>
beforeAll(async () => {
  runs = new Map((await simulateDemos()).map((run) => [run.id, run]))
})

const ids = Object.keys(demos) as DemoId[]

function pictures(id: DemoId): Picture[] {
  const { trace, nodes } = runs.get(id)!
  const at = [0.1, 0.3, 0.5, 0.75, 1].map((share) => trace[Math.ceil(share * trace.length) - 1]!.id)
  return at.flatMap((cursor) => pictureAt(demos[id].view, trace, nodes, cursor) ?? [])
}

function textsIn(picture: Picture, width: number): string[] {
  return drawPicture(picture, { width, hatch: 'h' }).groups.flatMap((g) =>
    g.role === 'label' || g.role === 'mark' ? g.shapes.flatMap((s) => s.text ?? []) : [],
  )
}

describe.each(ids)('%s', (id) => {
  test('is drawn at every moment, on a phone and on a desk, in finite numbers', () => {
    expect(pictures(id).length).toBeGreaterThanOrEqual(4)
    for (const picture of pictures(id)) {
      for (const width of [358, 960]) {
        const drawn = drawPicture(picture, { width, hatch: 'h', atMs: 100 })
        expect(JSON.stringify(drawn)).not.toMatch(/NaN|null,null|Infinity/)
        expect(drawn.height).toBeGreaterThan(20)
        expect(drawn.width).toBeLessThan(1200)
      }
    }
  })

  test('every fact of the text has its place in the drawing, inside it', () => {
    for (const picture of pictures(id)) {
      const drawn = drawPicture(picture, { width: 700, hatch: 'h' })
      expect(drawn.items.map((i) => i.key)).toEqual(factsOf(picture).map((f) => f.key))
      for (const { box, key } of drawn.items) {
        expect(box[0] + box[2], key).toBeGreaterThanOrEqual(0)
        expect(box[0], key).toBeLessThanOrEqual(drawn.width)
        expect(box[1] + box[3], key).toBeLessThanOrEqual(drawn.height + 20)
      }
    }
  })

  test('every word of the drawing is in the text', () => {
    for (const picture of pictures(id)) {
      const told = [picture.title, ...factsOf(picture).flatMap((f) => [f.of, f.says])].join('\n')
      const numbers = /^[\d,.]+( ms)?$/
      for (const text of textsIn(picture, 700)) {
        if (numbers.test(text) || text.endsWith('…')) continue
        const words = text.split(/[^\p{L}\p{N}]+/u).filter((w) => w.length > 1)
        expect(
          words.filter((w) => !told.includes(w)),
          `${text} in ${told.slice(0, 200)}`,
        ).toEqual([])
      }
    }
  })

  test('has a name, is reached by keyboard, and says all its facts in the page', () => {
    const [picture] = pictures(id).slice(-1) as [Picture]
    const html = renderToStaticMarkup(<PictureView picture={picture} />)
    expect(html).toMatch(/role="application"[^>]*aria-roledescription="picture"[^>]*tabindex="0"/)
    const page = html.replace(/<[^>]*>/g, '').replace(/&#x27;/g, "'")
    for (const f of factsOf(picture)) expect(page).toContain(f.says)
  })
})

describe('what the pictures tell', () => {
  const last = (id: DemoId) => factsOf(pictures(id).at(-1)!).map((f) => `${f.of}: ${f.says}`)

  test('log: the entry of the old leader is gone, those of the new term are committed', () => {
    const facts = last('log')
    expect(facts).toContain('n2: leader, term 2')
    expect(facts).toContain('n1: 4: d, term 2, committed')
    expect(facts.join()).not.toContain(': x, term 1')
    const split = pictures('log').flatMap((p) => factsOf(p).map((f) => `${f.of}: ${f.says}`))
    expect(split).toContain('n1: 4: x, term 1')
  })

  test('ring: a key that moved says from whom; nobody owns anything but who is there', () => {
    const { trace, nodes } = runs.get('ring')!
    const all = trace
      .filter((e) => e.kind === 'view')
      .map((e) => pictureAt(demos.ring.view, trace, nodes, e.id))
    const facts = all.flatMap((p) => (p ? factsOf(p).map((f) => f.says) : []))
    expect(facts.some((f) => /moved from [A-D]/.test(f))).toBe(true)
    expect(last('ring').some((f) => f.startsWith('B:'))).toBe(false)
  })

  test('quorums: two majorities share a member, and it has the newest version', () => {
    const shared = last('quorums').find((f) => f.startsWith('Shared by all'))!
    expect(shared).toMatch(/: r\d/)
    expect(last('quorums')).toContain(`${shared.slice(-2)}: v1`)
  })

  test('quorums: a replica has the colour that it has in the diagram', () => {
    const [picture] = pictures('quorums').slice(-1) as [Picture]
    const drawn = drawPicture(picture, { width: 700, hatch: 'h' })
    const r1 = JSON.stringify(drawn.groups.find((g) => g.key === 'mr1'))
    expect(r1).toContain(`var(--lane-${runs.get('quorums')!.nodes.indexOf('r1') + 1})`)
  })

  test('register: the prefix ends before the read that no order explains', () => {
    const facts = last('register')
    expect(facts.filter((f) => f.includes('breaks the property'))).toEqual([
      expect.stringMatching(/^c3: read: 0, from/),
    ])
    expect(facts.at(-1)).toMatch(/^All: linearizable up to here at \d+ ms$/)
  })

  test('hash tree: what differs is found from the root down, and nothing else is asked for', () => {
    const facts = last('hashes')
    expect(facts.filter((f) => f.includes('differs'))).toEqual([
      'root: leaves 0 to 15: request 1, differs',
      'level 1: leaves 0 to 7: request 2, differs',
      'level 1: leaves 8 to 15: request 2, differs',
      'level 2: leaves 4 to 7: request 3, differs',
      'level 2: leaves 12 to 15: request 3, differs',
      'level 3: leaves 4 to 5: request 4, differs',
      'level 3: leaves 12 to 13: request 4, differs',
      'rows: leaf 5: request 5, differs',
      'rows: leaf 12: request 5, differs',
    ])
    expect(facts.filter((f) => f.startsWith('rows'))).toHaveLength(4)
  })

  test('saga: what was done is compensated in the opposite order', () => {
    const facts = last('saga')
    const when = (s: string) => Number(/from (\d+)/.exec(facts.find((f) => f.startsWith(s))!)![1])
    expect(when('payment: done')).toBeLessThan(when('stock: done'))
    expect(when('stock: compensated')).toBeLessThan(when('payment: compensated'))
    expect(facts.some((f) => f.startsWith('shipping: refused'))).toBe(true)
  })
})

describe('views that meet what they did not expect', () => {
  test('a view that throws or gives what is no number means no picture, not a broken page', () => {
    const { trace, nodes } = runs.get('log')!
    const at = trace.at(-1)!.id
    const none = pictureAt(
      () => {
        throw new Error('the learner showed something else')
      },
      trace,
      nodes,
      at,
    )
    expect(none).toBeUndefined()
    const odd: Picture = { kind: 'timeline', title: 't', fromMs: 0, toMs: Number.NaN, rows: [] }
    expect(pictureAt(() => odd, trace, nodes, at)).toBeUndefined()
  })
})
