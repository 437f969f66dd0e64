/** AbortController and AbortSignal of learner code: synchronous, as in every host. */
import { expect, test } from 'vitest'
import { events, notes, play } from '../sim/play.ts'

const said = async (body: string) => {
  const run = await play(`export default node(async ctx => { ${body} })`, (sc) => {
    sc.nodes(['n1'])
    sc.supply('slow', (s) => {
      s.on('get', async () => {
        await s.sleep(100)
        return 'late'
      })
    })
  })
  expect(events(run, 'threw')).toEqual([])
  return notes(run, 'n1')
}

test('abort tells its listeners before it returns, once, with the reason', async () => {
  expect(
    await said(`
      const c = new AbortController()
      c.signal.addEventListener('abort', (e) => ctx.trace('heard', [e.type, c.signal.aborted, c.signal.reason]))
      c.signal.onabort = () => ctx.trace('onabort')
      c.abort('why')
      ctx.trace('returned')
      c.abort('again')
      ctx.trace('reason', c.signal.reason)`),
  ).toEqual(['0 onabort', '0 heard ["abort",true,"why"]', '0 returned', '0 reason "why"'])
})

test('an rpc under way rejects at the instant of the abort; its answer changes nothing', async () => {
  expect(
    await said(`
      const c = new AbortController()
      ctx.after(30, () => { c.abort(); ctx.trace('aborted') })
      try { await ctx.rpc('slow', 'get', null, { signal: c.signal }) } catch (e) { ctx.trace(e.name) }
      await ctx.sleep(200)
      ctx.trace('end')`),
  ).toEqual(['30 aborted', '30 AbortError', '230 end'])
})

test('an rpc with a signal that is aborted already is never sent', async () => {
  const run = await play(
    `export default node(async ctx => {
      try { await ctx.rpc('n2', 'get', null, { signal: AbortSignal.abort('no') }) } catch (e) { ctx.trace(e) }
    })`,
    (sc) => sc.nodes(['n1']),
  )
  expect(notes(run)).toEqual(['0 no'])
  expect(events(run, 'send')).toEqual([])
})

test('any of several signals aborts their union, and throwIfAborted throws the reason', async () => {
  expect(
    await said(`
      const [a, b] = [new AbortController(), new AbortController()]
      const any = AbortSignal.any([a.signal, b.signal])
      any.throwIfAborted()
      b.abort(7)
      try { any.throwIfAborted() } catch (e) { ctx.trace('thrown', e) }`),
  ).toEqual(['0 thrown 7'])
})

test('AbortSignal.timeout aborts after so much virtual time, with a TimeoutError', async () => {
  expect(
    await said(`
      const s = AbortSignal.timeout(40)
      s.addEventListener('abort', () => ctx.trace(s.reason.name))
      try { await ctx.rpc('slow', 'get', null, { signal: s }) } catch (e) { ctx.trace('rejected', e.name) }`),
  ).toEqual(['40 TimeoutError', '40 rejected "TimeoutError"'])
})
