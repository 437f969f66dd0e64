import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openingOf, QUIET_MS, SAVE_EVERY_MS, saveWaitMs } from '../../app/ui/workbench/draft-store.ts'

const STARTER = 'starter'
const page = { code: 'on the page', revision: 5 }

describe('when a draft is saved', () => {
  test('however one types, no key waits longer than 3 s, and 0.8 s after the last it is saved', () => {
    expect([QUIET_MS, SAVE_EVERY_MS]).toEqual([800, 3_000])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 60 }), (gaps) => {
        let [now, first, due] = [1_000_000, 0, Number.POSITIVE_INFINITY]
        for (const gap of gaps) {
          now += gap
          // The timer that was armed by the key before rings first: everything up to it is saved.
          if (due <= now) first = 0
          first ||= now
          due = now + saveWaitMs(now, first)
          expect(due - first).toBeLessThanOrEqual(SAVE_EVERY_MS)
          expect(due - now).toBeLessThanOrEqual(QUIET_MS)
        }
      }),
    )
  })
})

describe('what an editor opens with', () => {
  test.each([
    ['nothing kept here: the page', null, { kind: 'page' }],
    ['kept and saved, and the page is as new', { code: 'x', revision: 5, saved: true }, { kind: 'page' }],
    ['another device saved since', { code: 'old', revision: 4, saved: true }, { kind: 'page' }],
    [
      'the page came from the cache and is older than what was saved from here',
      { code: 'newer', revision: 7, saved: true },
      { kind: 'browser', code: 'newer', revision: 7, saved: true },
    ],
    [
      'typed offline, on the revision of the page',
      { code: 'typed', revision: 5 },
      { kind: 'browser', code: 'typed', revision: 5, saved: false },
    ],
    [
      'typed offline, on a later revision than that of a page from the cache',
      { code: 'typed', revision: 7 },
      { kind: 'browser', code: 'typed', revision: 7, saved: false },
    ],
    [
      'typed offline, and another device saved since',
      { code: 'typed', revision: 4 },
      { kind: 'conflict', mine: 'typed', revision: 4, theirs: page },
    ],
    ['the same text was typed on both', { code: 'on the page', revision: 4 }, { kind: 'page' }],
  ])('%s', (_, kept, expected) => {
    expect(openingOf(page, kept, STARTER)).toEqual(expected)
  })

  test('a visitor’s work is taken over where there is no draft, and asked about where there is one', () => {
    const left = { code: 'as a visitor', revision: 0 }
    expect(openingOf(null, left, STARTER)).toMatchObject({ kind: 'browser', code: 'as a visitor' })
    expect(openingOf(page, left, STARTER)).toEqual({
      kind: 'conflict',
      mine: 'as a visitor',
      revision: 0,
      theirs: page,
    })
    expect(openingOf(null, { code: STARTER, revision: 0 }, STARTER)).toEqual({ kind: 'page' })
  })
})
