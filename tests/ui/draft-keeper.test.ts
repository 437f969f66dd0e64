import { describe, expect, test, vi } from 'vitest'
import { SAVE_TIMEOUT_MS } from '../../app/ui/workbench/copy-delivery.ts'
import { draftStore } from '../../app/ui/workbench/draft-store.ts'
import { workbenchCommands } from '../../app/ui/workbench/use-workbench-keys.ts'
import { ACCOUNT, openPage, QUIET, SLUG, STARTER, save, server, storage, stored, type } from './draft-page.ts'

describe('two texts of one draft', () => {
  test('typed without an account, over a draft of the account: nothing goes to the server before one is chosen', async () => {
    server.draft = { code: 'of the account', revision: 3 }
    const visitor = openPage({ account: null, initial: null })
    await type(visitor.keeper, 'as a visitor')
    visitor.leave()

    const { keeper, leave } = openPage()
    expect(save(keeper)).toMatchObject({ kind: 'conflict', theirs: 'of the account', revision: 3 })
    await type(keeper, 'as a visitor.')
    await keeper.flush()
    expect(save(keeper).kind).toBe('conflict')
    expect([server.puts, server.draft?.code]).toEqual([[], 'of the account'])
    leave()
    // Another page asks the same again, with what was typed since.
    const again = openPage().keeper
    expect(again.view()).toMatchObject({ code: 'as a visitor.', save: { kind: 'conflict' } })

    again.resolve('as a visitor.')
    await vi.advanceTimersByTimeAsync(0)
    expect(save(again)).toEqual({ kind: 'saved', where: 'server' })
    expect(server.draft).toEqual({ code: 'as a visitor.', revision: 4 })
    expect(server.copies).toContain('of the account')
    expect(openPage().keeper.view()).toMatchObject({ code: 'as a visitor.', save: { kind: 'saved' } })
  })

  test('typed offline while another device saved: what it saved stays until the learner takes this', async () => {
    draftStore(ACCOUNT, SLUG, null).write({ code: 'offline', revision: 2 })
    server.draft = { code: 'elsewhere', revision: 3 }
    const { keeper } = openPage()
    await type(keeper, 'offline, more')
    expect(server.draft.code).toBe('elsewhere')
    expect(stored()).toMatchObject({ code: 'offline, more', revision: 2, saved: false })
    keeper.resolve('elsewhere')
    await vi.advanceTimersByTimeAsync(0)
    expect(keeper.view()).toMatchObject({ code: 'elsewhere', save: { kind: 'saved' } })
    expect(server.copies).toContain('offline, more')
    expect(server.draft).toEqual({ code: 'elsewhere', revision: 3 })
  })

  test('typing on keeps one copy when it starts and none per key, and this browser has every key', async () => {
    server.draft = { code: 'first', revision: 1 }
    const { keeper, leave } = openPage()
    server.draft = { code: 'elsewhere', revision: 2 }
    await type(keeper, 'a', 'ab', 'abc', 'abcd')
    expect(server.copies).toEqual(['a'])
    expect(server.puts).toEqual(['a'])
    expect(stored()).toMatchObject({ code: 'abcd', revision: 1 })
    // Back to what the server had once: it is not what it has.
    await type(keeper, 'first')
    leave()
    const again = openPage().keeper
    expect(again.view()).toMatchObject({ code: 'first', save: { kind: 'conflict', theirs: 'elsewhere' } })
    again.resolve('merged')
    await vi.advanceTimersByTimeAsync(0)
    expect(server.draft).toEqual({ code: 'merged', revision: 3 })
    expect(server.copies.slice(-2)).toEqual(['first', 'elsewhere'])
  })

  test('a browser that cannot keep what is typed meanwhile is said to', async () => {
    server.draft = { code: 'first', revision: 1 }
    const { keeper } = openPage()
    server.draft = { code: 'elsewhere', revision: 2 }
    await type(keeper, 'a')
    expect(save(keeper)).toMatchObject({ kind: 'conflict', isKept: true })
    storage.isFull = true
    await type(keeper, 'ab')
    expect(save(keeper)).toMatchObject({ kind: 'conflict', isKept: false })
  })
})

describe('a save that fails', () => {
  test('one that hangs is given up after 8 s, and what was typed since goes to the server', async () => {
    const { keeper } = openPage()
    server.next = ['hangs']
    await type(keeper, 'a', 'ab')
    expect([server.puts, save(keeper).kind]).toEqual([['a'], 'unsaved'])
    await vi.advanceTimersByTimeAsync(SAVE_TIMEOUT_MS)
    expect(server.draft?.code).toBe('ab')
    expect(save(keeper)).toEqual({ kind: 'saved', where: 'server' })
  })

  test('one that arrived without its answer is not taken for another device', async () => {
    const { keeper } = openPage()
    server.next = ['silent', 'down']
    await type(keeper, 'a')
    expect(save(keeper).kind).toBe('failed')
    await type(keeper, 'ab', 'abc')
    expect(save(keeper)).toEqual({ kind: 'saved', where: 'server' })
    expect(server.draft).toEqual({ code: 'abc', revision: 2 })
    expect(server.copies).toEqual([])
  })

  test('one that was under way when its page was left is not tried for ever, nor written over the next page’s text', async () => {
    const { keeper, leave } = openPage()
    server.next = ['hangs']
    await type(keeper, 'of the first page')
    leave()
    const next = openPage({ initial: null }).keeper
    expect(next.view().code).toBe('of the first page')
    await type(next, 'of the next page')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.puts.filter((code) => code === 'of the first page')).toHaveLength(1)
    expect(stored()).toMatchObject({ code: 'of the next page', saved: true })
    expect(server.draft?.code).toBe('of the next page')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('after its page was left nothing tries again; the next visit has the text', async () => {
    const { keeper, leave } = openPage()
    server.next = ['hangs']
    await type(keeper, 'a')
    leave()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([server.puts, vi.getTimerCount()]).toEqual([['a'], 0])
    expect(openPage().keeper.view().code).toBe('a')
  })

  test('an answer that comes after its page was left does not write over the next page’s text', async () => {
    const { keeper, leave } = openPage()
    server.next = ['slow']
    await type(keeper, 'a')
    leave()
    const next = openPage({ initial: null }).keeper
    await type(next, 'ab')
    expect(save(next)).toEqual({ kind: 'saved', where: 'server' })
    await vi.advanceTimersByTimeAsync(SAVE_TIMEOUT_MS)
    expect(stored()).toEqual({ code: 'ab', revision: 2, saved: true })
    expect(server.copies).toEqual([])
  })

  test('a page from the cache does not take what was typed back to its text for saved', async () => {
    server.draft = { code: 'later', revision: 7 }
    draftStore(ACCOUNT, SLUG, null).write({ code: 'on the page', revision: 7 })
    openPage({ initial: { code: 'on the page', revision: 5 } })
    await vi.advanceTimersByTimeAsync(QUIET)
    expect(server.draft).toEqual({ code: 'on the page', revision: 8 })
  })

  test('what waits for the last key goes when the page is left', async () => {
    const { keeper, leave } = openPage()
    keeper.change('a')
    leave()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.draft?.code).toBe('a')
    expect(stored()).toEqual({ code: 'a', revision: 1, saved: true })
  })
})

test('a browser that keeps nothing is not said to keep it', async () => {
  storage.isFull = true
  const visitor = openPage({ account: null }).keeper
  await type(visitor, 'a')
  expect(save(visitor)).toMatchObject({ kind: 'failed', message: expect.stringContaining('blocked or full') })
  storage.isFull = false
  await type(visitor, 'ab')
  expect(save(visitor)).toEqual({ kind: 'saved', where: 'browser' })

  storage.isFull = true
  vi.stubGlobal('navigator', { onLine: false })
  const { keeper } = openPage()
  server.next = ['down']
  keeper.change('a')
  await vi.advanceTimersByTimeAsync(QUIET)
  expect(save(keeper)).toMatchObject({ kind: 'failed', message: expect.stringContaining('blocked or full') })
  expect(save(keeper)).not.toMatchObject({ message: expect.stringContaining('kept in this browser') })
})

describe('undo', () => {
  test('is offered until something is typed', async () => {
    const { keeper } = openPage()
    await type(keeper, 'work')
    keeper.reset()
    // The editor says what it took over; nobody typed that.
    keeper.change(STARTER)
    expect(keeper.view()).toMatchObject({ code: STARTER, undoable: { because: 'RESET', code: 'work' } })
    keeper.undo()
    expect(keeper.view()).toMatchObject({ code: 'work', undoable: null })
    keeper.reset()
    await type(keeper, 'anew')
    expect(keeper.view().undoable).toBeNull()
  })

  test('of a restore is not offered over text that was typed offline after it', () => {
    server.draft = { code: 'restored', revision: 2 }
    draftStore(ACCOUNT, SLUG, null).write({ code: 'restored, and more', revision: 2 })
    const { keeper } = openPage({ undoable: { because: 'RESTORE', code: 'before' } })
    expect(keeper.view()).toMatchObject({ code: 'restored, and more', undoable: null })
  })

  test('has the name of what it takes back in the palette, and a restore leaves Reset there', () => {
    const nothing = () => {}
    const actions = {
      run: nothing,
      submit: nothing,
      save: nothing,
      reset: nothing,
      cancel: null,
      edit: nothing,
    }
    const titles = (because?: 'RESET' | 'RESTORE') =>
      workbenchCommands({ ...actions, undo: because ? { because, run: nothing } : null })
        .map(({ title }) => title)
        .filter((title) => /Undo|Reset/.test(title))
    expect(titles()).toEqual(['Reset to the starter'])
    expect(titles('RESET')).toEqual(['Undo reset'])
    expect(titles('RESTORE')).toEqual(['Undo restore', 'Reset to the starter'])
  })
})
