import { describe, expect, test, vi } from 'vitest'
import { DISK_TIMEOUT_MS } from '../../app/ui/kept/values.ts'
import {
  draftStore,
  forgetSavedDrafts,
  KEEP_EVERY_MS,
  type ServerDraft,
} from '../../app/ui/workbench/draft-store.ts'
import {
  ACCOUNT,
  kept,
  MemoryDisk,
  openPage,
  openWith,
  QUIET,
  SLUG,
  STARTER,
  save,
  server,
  storage,
  stored,
  tell,
  type,
} from './draft-page.ts'

describe('a browser that ends without notice', () => {
  test('while one types steadily, all but the last second is on its disk, whether the server answers or not', async () => {
    const disk = new MemoryDisk()
    const { keeper } = await openWith(disk)
    server.next = ['hangs', 'hangs']
    let text = ''
    for (let n = 0; n < 100; n++) {
      text += 'x'
      keeper.change(text)
      await vi.advanceTimersByTimeAsync(100)
      const onDisk =
        (disk.entries.get(`draft:${ACCOUNT}:${SLUG}`)?.value as ServerDraft | undefined)?.code ?? ''
      expect(text.length - onDisk.length).toBeLessThanOrEqual(KEEP_EVERY_MS / 100)
    }
  })

  test('comes back with what its disk has, though its localStorage is older or empty', async () => {
    const disk = new MemoryDisk()
    const { keeper } = await openWith(disk, { account: null })
    await type(keeper, 'a')
    const asWrittenOut = new Map(kept)
    await type(keeper, 'ab')
    keeper.take('anew')
    await vi.advanceTimersByTimeAsync(QUIET)
    for (const rest of [asWrittenOut, new Map<string, string>()]) {
      kept.clear()
      for (const [key, value] of rest) kept.set(key, value)
      const again = await openWith(disk, { account: null })
      expect(again.keeper.view()).toMatchObject({ code: 'anew', epoch: 1 })
      expect(draftStore(null, SLUG, disk).waiting()).toEqual([{ because: 'RESTORE', code: 'ab' }])
    }
  })

  test('does not bring back what was gone before it ended', async () => {
    const disk = new MemoryDisk()
    const visitor = await openWith(disk, { account: null })
    await type(visitor.keeper, 'as a visitor')
    visitor.leave()
    const asWrittenOut = new Map(kept)
    const { keeper, leave } = await openWith(disk)
    await type(keeper, 'as a visitor, and more')
    expect(save(keeper)).toEqual({ kind: 'saved', where: 'server' })
    leave()
    kept.clear()
    for (const [key, value] of asWrittenOut) kept.set(key, value)
    expect((await openWith(disk)).keeper.view()).toMatchObject({
      code: 'as a visitor, and more',
      save: { kind: 'saved' },
    })
  })

  test('forgets on its disk, too, what the server has of who signs out', async () => {
    const disk = new MemoryDisk()
    const { keeper, leave } = await openWith(disk)
    await type(keeper, 'secret')
    leave()
    vi.stubGlobal('localStorage', Object.assign(Object.create(storage), Object.fromEntries(kept)))
    await Promise.all([forgetSavedDrafts(disk), vi.advanceTimersByTimeAsync(100)])
    expect(JSON.stringify([...disk.entries])).not.toContain('secret')
    expect(JSON.stringify([...kept])).not.toContain('secret')
  })
})

describe('a disk that is slow, full or silent', () => {
  test('what was typed before it answered stands, and what it had is a copy', async () => {
    const disk = new MemoryDisk()
    const first = await openWith(disk)
    server.next = ['down']
    await type(first.keeper, 'before')
    // The browser is killed.
    vi.clearAllTimers()
    kept.clear()
    disk.ms = 500
    const { keeper } = openPage({ disk })
    keeper.change('typed at once')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(keeper.view()).toMatchObject({ code: 'typed at once', save: { kind: 'saved' } })
    expect(server.draft?.code).toBe('typed at once')
    expect(server.copies).toEqual(['before'])
  })

  test('one that never answers is not waited for beyond 4 s', async () => {
    const disk = new MemoryDisk()
    disk.ms = Number.POSITIVE_INFINITY
    const { keeper } = openPage({ disk })
    keeper.change('a')
    await vi.advanceTimersByTimeAsync(DISK_TIMEOUT_MS + QUIET)
    expect(server.draft?.code).toBe('a')
    expect(save(keeper)).toEqual({ kind: 'saved', where: 'server' })
  })

  test('with localStorage full, the disk has it, and a reset is kept all the same', async () => {
    const disk = new MemoryDisk()
    storage.isFull = true
    const { keeper } = await openWith(disk, { account: null })
    await type(keeper, 'work')
    expect(save(keeper)).toEqual({ kind: 'saved', where: 'browser' })
    keeper.reset()
    await vi.advanceTimersByTimeAsync(QUIET)
    const again = await openWith(disk, { account: null })
    expect(again.keeper.view()).toMatchObject({ code: STARTER, undoable: { because: 'RESET', code: 'work' } })
    disk.isFull = true
    await type(again.keeper, 'more work')
    expect(save(again.keeper)).toMatchObject({ message: expect.stringContaining('blocked or full') })
  })

  test('with nothing that keeps, what a reset took out still reaches the server', async () => {
    storage.isFull = true
    const { keeper } = openPage()
    await type(keeper, 'work')
    server.next = ['down']
    keeper.reset()
    await vi.advanceTimersByTimeAsync(QUIET * 3)
    expect([server.copies, server.draft?.code]).toEqual([['work'], STARTER])
  })
})

describe('two tabs of one browser', () => {
  test('one shows what is typed in the other, and each goes on from there without a question', async () => {
    const [a, b] = [openPage().keeper, openPage().keeper]
    await type(a, 'a')
    tell(b)
    expect(b.view()).toMatchObject({ code: 'a', epoch: 1, save: { kind: 'saved' } })
    await type(b, 'ab')
    tell(a)
    await type(a, 'abc')
    tell(b)
    expect([a.view().save.kind, b.view().save.kind]).toEqual(['saved', 'saved'])
    expect([server.draft, server.copies]).toEqual([{ code: 'abc', revision: 3 }, []])
  })

  test('signed out, closing the older of two loses nothing of the newer', async () => {
    const [a, b] = [openPage({ account: null }), openPage({ account: null })]
    await type(a.keeper, 'a')
    tell(b.keeper)
    await type(b.keeper, 'ab')
    tell(a.keeper)
    a.keeper.keep()
    a.leave()
    expect(openPage({ account: null }).keeper.view().code).toBe('ab')
  })

  test('typed in both before either could hear: the text that is written over is a copy', async () => {
    vi.stubGlobal('navigator', { onLine: false })
    const [a, b] = [openPage().keeper, openPage().keeper]
    server.next = ['down', 'down', 'down', 'down']
    a.change('a')
    b.change('b')
    await vi.advanceTimersByTimeAsync(QUIET)
    tell(a, b)
    expect(
      draftStore(ACCOUNT, SLUG, null)
        .waiting()
        .map(({ code }) => code),
    ).toEqual(['a'])
    expect(stored()).toMatchObject({ code: 'b', saved: false })
  })

  test('what one saved under the other’s keys is no second device', async () => {
    const [a, b] = [openPage().keeper, openPage().keeper]
    a.change('a')
    await vi.advanceTimersByTimeAsync(400)
    a.hide()
    b.wake()
    b.change('ab')
    await vi.advanceTimersByTimeAsync(0)
    tell(b)
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(save(b)).toEqual({ kind: 'saved', where: 'server' })
    expect([server.draft, server.copies]).toEqual([{ code: 'ab', revision: 2 }, []])
  })
})

test('two editors with line ends of their own do not hand one text to and fro', async () => {
  const [a, b] = [openPage().keeper, openPage().keeper]
  await type(a, 'one\r\ntwo')
  tell(b)
  // The editor of the second has taken it over.
  b.change('one\ntwo')
  await vi.advanceTimersByTimeAsync(QUIET * 5)
  expect(server.puts).toEqual(['one\r\ntwo'])
  await type(b, 'one\ntwo\n')
  expect(server.draft?.code).toBe('one\ntwo\n')
})

test('a page is left without a question, unless what is in it is nowhere else', async () => {
  const { keeper } = openPage()
  await type(keeper, 'a')
  isFullAndDown()
  await type(keeper, 'ab')
  expect(keeper.wouldLose()).toBe(true)
  storage.isFull = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect([keeper.wouldLose(), server.draft?.code]).toEqual([false, 'ab'])

  function isFullAndDown() {
    expect(keeper.wouldLose()).toBe(false)
    storage.isFull = true
    server.next = ['down', 'down']
  }
})

describe('a page that is not looked at', () => {
  test('has saved before anything can happen to it', async () => {
    const { keeper } = openPage()
    keeper.change('a')
    keeper.hide()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.draft?.code).toBe('a')
    expect(stored()).toMatchObject({ code: 'a', saved: true })
  })

  test('comes back from the back/forward cache with what was typed since, not over it', async () => {
    const first = openPage().keeper
    first.change('a')
    first.keep()
    const other = openPage().keeper
    await type(other, 'ab')
    first.wake()
    await vi.advanceTimersByTimeAsync(QUIET * 5)
    expect(first.view()).toMatchObject({ code: 'ab', save: { kind: 'saved' } })
    expect([server.draft?.code, server.copies]).toEqual(['ab', []])
  })
})

test('a clock that is put back holds up no save', async () => {
  const { keeper } = openPage()
  keeper.change('a')
  vi.setSystemTime(Date.now() - 3_600_000)
  for (let n = 0; n < 50; n++) {
    keeper.change(`a${n}`)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(server.puts.length).toBeGreaterThan(0)
  expect(stored()?.code).toMatch(/^a[34]\d$/)
})

test('text that is too large for any request is not sent again and again, nor holds up what replaces it', async () => {
  const { keeper } = openPage()
  server.tooLarge = 1_000
  await type(keeper, 'x'.repeat(2_000))
  expect(save(keeper)).toMatchObject({ kind: 'failed', message: expect.stringContaining('too large') })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.puts).toHaveLength(1)
  keeper.reset()
  await type(keeper, 'shorter')
  expect(save(keeper)).toEqual({ kind: 'saved', where: 'server' })
  expect(stored()?.code).toBe('shorter')
  expect(draftStore(ACCOUNT, SLUG, null).waiting()).toMatchObject([{ because: 'RESET', refused: true }])
})
