/** Faults of the disk, each seen by a learner's program that would not see it without. */
import { describe, expect, test } from 'vitest'
import type { Nemesis, Scenario } from '../../lib/suite/index.ts'
import { events, notes, play, withAndWithout } from './play.ts'

const nemesis = (at: number, f: (n: Nemesis) => void) => (sc: Scenario) => {
  sc.nodes(['n1'])
  sc.nemesis(async (n) => {
    await n.at(at)
    f(n)
  })
}

/** Says what a disk operation came to. */
const saying = `
const bytes = (s) => new TextEncoder().encode(s)
const text = (b) => new TextDecoder().decode(b).replaceAll('\\0', '0')
const said = async (ctx, what, promise) => {
  try { ctx.trace(what, (await promise) ?? null) } catch (e) { ctx.trace(what, [e.name, e.code]) }
}`

describe('disk full', () => {
  const code = `${saying}
  export default node(async ctx => {
    await ctx.disk.append('log', bytes('abcd'))
    await ctx.sleep(100)
    await said(ctx, 'two fit', ctx.disk.append('log', bytes('ef')))
    await said(ctx, 'one more does not', ctx.disk.append('log', bytes('g')))
    await said(ctx, 'in place', ctx.disk.write('log', 0, bytes('ABCDEF')))
    await said(ctx, 'over the end', ctx.disk.write('log', 3, bytes('....')))
    ctx.disk.save('still saved')
    await said(ctx, 'room', ctx.disk.truncate('log', 2))
    await said(ctx, 'four fit now', ctx.disk.append('log', bytes('cdef')))
    await said(ctx, 'contents', ctx.disk.read('log').then(text))
    await ctx.sleep(100)
    await said(ctx, 'later', ctx.disk.append('log', bytes('gh')))
    ctx.trace('saved', ctx.disk.load())
  })`

  test('what needs more room rejects with ENOSPC and writes nothing; what needs none works; it ends', async () => {
    const { bitten, spared, run } = await withAndWithout(
      code,
      nemesis(50, (n) => n.diskFull('n1', { forMs: 100, freeBytes: 2 })),
      'disk-full',
    )
    expect(bitten.map((n) => n.slice(n.indexOf(' ') + 1))).toEqual([
      'two fit 4',
      'one more does not ["DiskError","ENOSPC"]',
      'in place',
      'over the end ["DiskError","ENOSPC"]',
      'room',
      'four fit now 2',
      'contents "ABcdef"',
      'later 6',
      'saved "still saved"',
    ])
    expect(spared.join()).not.toContain('ENOSPC')
    expect(events(run, 'disk-error').map((e) => [e.type, e.label, e.data])).toEqual([
      ['append', 'log', 'ENOSPC'],
      ['write', 'log', 'ENOSPC'],
    ])
  })

  test('a disk has an end also without a fault: a write at a far offset is refused, not carried out', async () => {
    const run = await play(
      `${saying}
      export default node(async ctx => {
        await said(ctx, 'far', ctx.disk.write('f', 1e15, bytes('x')))
        await said(ctx, 'before', ctx.disk.write('f', -1, bytes('x')))
        await said(ctx, 'between', ctx.disk.read('f', 0.5))
        await said(ctx, 'absent', ctx.disk.rename('nobody', 'f'))
      })`,
      (sc) => sc.nodes(['n1']),
    )
    expect(events(run, 'note').map((e) => e.data)).toEqual(
      ['ENOSPC', 'EINVAL', 'EINVAL', 'ENOENT'].map((c) => ['DiskError', c]),
    )
  })
})

describe('failing fsync', () => {
  const code = `${saying}
  export default node(async ctx => {
    await said(ctx, 'found', ctx.disk.read('log').then(text))
    if (ctx.disk.load()) return
    ctx.disk.save(true)
    await ctx.disk.append('log', bytes('one '))
    await ctx.disk.fsync('log')
    await ctx.sleep(100)
    await ctx.disk.append('log', bytes('two '))
    await said(ctx, 'first try', ctx.disk.fsync('log'))
    await ctx.sleep(100)
    await said(ctx, 'read again', ctx.disk.read('log').then(text))
    await said(ctx, 'second try', ctx.disk.fsync('log'))
    await ctx.disk.append('log', bytes('three'))
    await said(ctx, 'third try', ctx.disk.fsync('log'))
  })`
  const build = (reverts: boolean) => (sc: Scenario) => {
    sc.nodes(['n1'])
    sc.nemesis(async (n) => {
      await n.at(50)
      n.failFsync('n1', { forMs: 100, reverts })
      await n.at(400)
      n.crash('n1', { forMs: 10 })
    })
  }
  const said = (ns: string[]) => ns.map((n) => n.slice(n.indexOf(' ') + 1))

  test('what it should have written stays readable, a later fsync succeeds without it, a crash shows the hole', async () => {
    const { bitten, spared } = await withAndWithout(code, build(false), 'fsync-fail')
    expect(said(bitten)).toEqual([
      'found ""',
      'first try ["DiskError","EIO"]',
      'read again "one two "',
      'second try',
      'third try',
      'found "one 0000three"',
    ])
    expect(said(spared).at(-1)).toBe('found "one two three"')
    expect(spared.join()).not.toContain('EIO')
  })

  test('with `reverts` the old contents show at once', async () => {
    const { bitten } = await withAndWithout(code, build(true), 'fsync-fail')
    expect(said(bitten).slice(2)).toEqual([
      'read again "one "',
      'second try',
      'third try',
      'found "one three"',
    ])
  })
})

test('slow fsync: it takes so much longer, and a crash meanwhile finds nothing synced', async () => {
  const code = `${saying}
  export default node(async ctx => {
    await said(ctx, 'found', ctx.disk.read('log').then(text))
    await ctx.disk.append('log', bytes('a'))
    await ctx.sleep(96)
    await said(ctx, 'synced', ctx.disk.fsync('log'))
  })`
  const { bitten, spared } = await withAndWithout(
    code,
    (sc) => {
      sc.nodes(['n1'])
      sc.nemesis(async (n) => {
        n.slowFsync('n1', { forMs: 500, extraMs: 70 })
        await n.at(150)
        n.crash('n1', { forMs: 10 })
      })
    },
    'fsync-slow',
    { durationMs: 400 },
  )
  expect(bitten).toEqual(['1 found ""', '161 found ""', '330 synced'])
  expect(spared).toEqual(['1 found ""', '100 synced', '161 found "a"', '260 synced'])
})

test('an fsync covers what was written before it was called, and nothing before it resolves', async () => {
  const code = `${saying}
  export default node(async ctx => {
    await said(ctx, 'found', ctx.disk.read('log').then(text))
    if (ctx.disk.load()) return
    ctx.disk.save(true)
    await ctx.disk.append('log', bytes('before '))
    const sync = ctx.disk.fsync('log')
    void ctx.disk.append('log', bytes('after'))
    await sync
    ctx.trace('synced')
  })`
  const build = (at: number) => nemesis(at, (n) => n.crash('n1', { forMs: 10 }))
  expect(notes(await play(code, build(3)))).toEqual(['1 found ""', '14 found ""'])
  expect(notes(await play(code, build(5)))).toEqual(['1 found ""', '4 synced', '16 found "before "'])
})

test('truncate is undone by a crash unless it was synced', async () => {
  const code = `${saying}
  export default node(async ctx => {
    await said(ctx, 'found', ctx.disk.read('log').then(text))
    if (ctx.disk.load()) return
    ctx.disk.save(true)
    await ctx.disk.append('log', bytes('abcdef'))
    await ctx.disk.fsync('log')
    await ctx.disk.truncate('log', 2)
    if (ctx.config.sync) await ctx.disk.fsync('log')
    await said(ctx, 'cut', ctx.disk.read('log', 1, 9).then(text))
  })`
  const found = async (sync: boolean) => {
    const run = await play(code, (sc) => {
      sc.nodes(['n1'], { config: { sync } })
      sc.nemesis(async (n) => {
        await n.at(50)
        n.crash('n1', { forMs: 10 })
      })
    })
    return events(run, 'note').map((e) => e.data)
  }
  expect(await found(false)).toEqual(['', 'b', 'abcdef'])
  expect(await found(true)).toEqual(['', 'b', 'ab'])
})

test('a wiped disk comes back empty: files, and what was saved', async () => {
  const code = `${saying}
  export default node(async ctx => {
    ctx.trace('saved', ctx.disk.load() ?? null)
    ctx.trace('files', await ctx.disk.list())
    ctx.disk.save(1)
    await ctx.disk.append('log', bytes('a'))
    await ctx.disk.fsync('log')
  })`
  const plain = nemesis(50, (n) => n.crash('n1', { forMs: 10 }))
  const wiped = nemesis(50, (n) => n.crash('n1', { forMs: 10, wipe: true }))
  expect(notes(await play(code, plain)).slice(2)).toEqual(['60 saved 1', '61 files ["log"]'])
  const run = await play(code, wiped)
  expect(notes(run).slice(2)).toEqual(['60 saved', '61 files []'])
  expect(events(run, 'disk-wipe').map((e) => e.at)).toEqual([50])
})

test('a flipped bit: one bit of one synced byte of the chosen files differs, at rest', async () => {
  const code = `${saying}
  export default node(async ctx => {
    for (const f of ['data-1', 'data-2', 'other']) {
      await ctx.disk.append(f, new Uint8Array(50))
      await ctx.disk.fsync(f)
    }
    await ctx.disk.append('data-1', new Uint8Array(50))
    await ctx.sleep(100)
    for (const f of ['data-1', 'data-2', 'other']) {
      const b = await ctx.disk.read(f)
      b.forEach((x, i) => { if (x) ctx.trace(f, [i, x]) })
    }
  })`
  const flips = new Set<string>()
  for (let n = 0; n < 20; n++) {
    const { bitten, spared, run } = await withAndWithout(
      code,
      nemesis(50, (n) => void n.flipBit('n1', { file: 'data' })),
      'bit-flip',
      { n },
    )
    expect(spared).toEqual([])
    const f = run.faults[0]
    if (f?.op !== 'bit-flip') throw new Error('no bit flipped')
    expect(f.byte).toBeLessThan(50)
    expect(events(run, 'note').map((e) => [e.label, e.data])).toEqual([[f.file, [f.byte, 1 << f.bit]]])
    expect(bitten).toHaveLength(1)
    flips.add(`${f.file}/${f.byte}/${f.bit}`)
  }
  expect(new Set([...flips].map((f) => f.split('/')[0]))).toEqual(new Set(['data-1', 'data-2']))
  expect(flips.size).toBeGreaterThan(15)
})

test('a suite sees what is on a disk: what reads show, and what a crash would leave', async () => {
  const seen: unknown[] = []
  await play(
    `${saying}
    export default node(async ctx => {
      await ctx.disk.append('log', bytes('ab'))
      await ctx.disk.fsync('log')
      await ctx.disk.append('log', bytes('cd'))
    })`,
    (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        await c.at(50)
        const d = c.w.disk('n1')
        const text = (b?: Uint8Array) => (b === undefined ? undefined : String.fromCharCode(...b))
        seen.push(d.files(), text(d.read('log')), text(d.durable('log')), text(d.read('none')))
      })
    },
  )
  expect(seen).toEqual([['log'], 'abcd', 'ab', undefined])
})
