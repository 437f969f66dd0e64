/** Scripts that lead to each rule's edge. Two eligible hosts leave nothing to chance: the less loaded one must be picked. */
import { type Cfg, everyday, type Given, hostsTo, type Requests } from './drive.ts'
import type { Properties } from './properties.ts'

export interface Script {
  readonly name: string
  readonly about: keyof Properties
  readonly sees?: readonly string[]
  /** Jumps of the wall clock: when, and by how much. */
  readonly skews?: readonly (readonly [atMs: number, byMs: number])[]
  play(r: Requests): Promise<void>
}

const { ejectMs } = everyday
const short: Cfg = { maxFails: 3, ejectMs: 1000, maxEjectedPct: 50 }

/** Ejects the host by `fails` requests that are in flight together, as many as it needs. Gives the ones that are left. */
export async function eject(r: Requests, host: string, fails: number, left = 0) {
  const given = await r.picksOf(host, fails + left)
  for (const g of given.slice(0, fails)) await r.done(g, 'error')
  return given.slice(fails)
}

export const scripts: readonly Script[] = [
  {
    name: 'two-hosts',
    about: 'twoChoices',
    async play(r) {
      await r.create(hostsTo(2))
      for (let i = 0; i < 12; i++) await r.pick()
    },
  },
  {
    name: 'counts',
    about: 'inFlight',
    async play(r) {
      await r.create(hostsTo(2))
      const [a, b] = [await r.pick(), await r.pick()]
      // Ends by an error are ends, and a second end is none.
      await r.done(a, 'error')
      await r.done(a, 'ok')
      await r.done(a, 'error')
      for (let i = 0; i < 3; i++) await r.pick()
      await r.done(b)
      await r.done(b)
      for (let i = 0; i < 4; i++) await r.pick()
    },
  },
  {
    name: 'list-changes',
    about: 'inFlight',
    async play(r) {
      await r.create(['h1', 'h2'])
      const first = [...(await r.picksOf('h1', 2)), await r.pickOf('h2')]
      await r.setHosts('h2', 'h3')
      for (let i = 0; i < 3; i++) await r.pick()
      for (const g of first.slice(0, 2)) await r.done(g, 'error')
      await r.setHosts('h1', 'h2')
      // h1 is a new host of an old name: its old requests are none of its own.
      const again = await r.pick()
      for (const g of first.slice(0, 2)) await r.done(g)
      await r.pick()
      await r.pick()
      await r.done(again)
      await r.pick()
      await r.setHosts()
      await r.pick()
      await r.setHosts('h9')
      await r.pick()
    },
  },
  {
    name: 'done-after-removal',
    about: 'inFlight',
    async play(r) {
      await r.create(['h1', 'h2'])
      const old = await r.picksOf('h1', 3)
      await r.setHosts('h2')
      await r.setHosts('h1', 'h2')
      await r.pick()
      await r.pick()
      for (const g of old) await r.done(g)
      for (let i = 0; i < 4; i++) await r.pick()
    },
  },
  {
    name: 'old-errors-of-a-removed-host',
    about: 'ejection',
    async play(r) {
      await r.create(['h1', 'h2'], short)
      const old = await r.picksOf('h1', 3)
      await r.setHosts('h2')
      await r.setHosts('h1', 'h2')
      for (const g of old) await r.done(g, 'error')
      await r.pickOf('h2')
      await r.pick()
    },
  },
  {
    name: 'errors-in-a-row',
    about: 'ejection',
    async play(r) {
      await r.create(hostsTo(2))
      await r.pickOf('h2')
      // h1 is always the less loaded one: four errors, an ok, four errors, and it is still there.
      for (const one of [
        'error',
        'error',
        'error',
        'error',
        'ok',
        'error',
        'error',
        'error',
        'error',
      ] as const) {
        await r.once(one)
        await r.c.sleep(10)
      }
      await r.once('error')
      for (let i = 0; i < 3; i++) await r.pick()
    },
  },
  {
    name: 'clock-forward',
    about: 'ejection',
    skews: [[10_000, 3_600_000]],
    async play(r) {
      await r.create(hostsTo(2))
      await r.pickOf('h2')
      for (let i = 0; i < 5; i++) await r.once('error')
      await r.c.at(20_000)
      await r.pick()
    },
  },
  {
    name: 'clock-back',
    about: 'returns',
    skews: [[10_000, -3_600_000]],
    async play(r) {
      await r.create(hostsTo(2))
      await r.pickOf('h2')
      for (let i = 0; i < 5; i++) await r.once('error')
      await r.c.at(ejectMs)
      await r.pick()
    },
  },
  {
    name: 'back-at-the-instant',
    about: 'returns',
    sees: [
      'a host was picked in the instant in which it came back',
      'a pick came 1 ms before a host came back',
    ],
    async play(r) {
      await r.create(hostsTo(2))
      await r.pickOf('h2')
      for (let i = 0; i < 5; i++) await r.once('error')
      const backAt = r.c.now + ejectMs
      await r.pick()
      await r.c.at(backAt - 1)
      await r.pick()
      // A list with the same hosts changes nothing.
      await r.setHosts('h1', 'h2')
      await r.pick()
      await r.c.at(backAt)
      // As many errors as before minus one: the count began anew.
      for (let i = 0; i < 4; i++) await r.once('error')
      await r.pick()
      await r.once('error')
      await r.pick()
    },
  },
  {
    name: 'results-while-ejected',
    about: 'returns',
    sees: ['results came while ejected'],
    async play(r) {
      await r.create(hostsTo(2), short)
      const late = await eject(r, 'h1', 3, 5)
      const backAt = r.c.now + short.ejectMs
      // h2 is the more loaded one from now on: whoever takes h1 for eligible picks it.
      for (let i = 0; i < 7; i++) await r.pick()
      await r.c.sleep(300)
      await r.done(late[0] as Given, 'ok')
      await r.pick()
      for (const g of late.slice(1, 4)) await r.done(g, 'error')
      await r.pick()
      await r.c.at(backAt - 1)
      await r.pick()
      await r.c.at(backAt)
      await r.pick()
      await r.done(late[4] as Given, 'error')
      for (let i = 0; i < 9; i++) await r.pick()
    },
  },
  {
    name: 'errors-around-the-return',
    about: 'returns',
    sees: ['results came while ejected'],
    async play(r) {
      await r.create(hostsTo(2), short)
      const late = await eject(r, 'h1', 3, 6)
      const backAt = r.c.now + short.ejectMs
      for (let i = 0; i < 7; i++) await r.pick()
      await r.c.at(backAt - 1)
      for (const g of late.slice(0, 3)) await r.done(g, 'error')
      await r.c.at(backAt)
      await r.pick()
      // In the instant of the return results count again, of old requests, too.
      for (const g of late.slice(3, 5)) await r.done(g, 'error')
      await r.pick()
      await r.done(late[5] as Given, 'error')
      await r.pick()
    },
  },
  {
    name: 'half-of-two',
    about: 'limit',
    sees: ['an ejection was left out'],
    async play(r) {
      await r.create(hostsTo(2), short)
      const spared = await r.picksOf('h2', 4)
      for (let i = 0; i < 3; i++) await r.once('error')
      const backAt = r.c.now + short.ejectMs
      // Later, so that an ejection of h2 that must not be would outlast that of h1.
      await r.c.sleep(10)
      for (const g of spared.slice(1)) await r.done(g, 'error')
      for (let i = 0; i < 3; i++) await r.pick()
      await r.c.at(backAt - 1)
      await r.done(spared[0] as Given, 'error')
      for (let i = 0; i < 2; i++) await r.pick()
      await r.c.at(backAt)
      // h1 is back. h2 has its errors still: the next one ejects it.
      for (let i = 0; i < 4; i++) await r.pick()
      const g = await r.pickOf('h2')
      await r.done(g, 'error')
      for (let i = 0; i < 5; i++) await r.pick()
    },
  },
  {
    name: 'third-of-three',
    about: 'limit',
    sees: ['an ejection was left out'],
    async play(r) {
      await r.create(hostsTo(3), short)
      await eject(r, 'h1', 3)
      await eject(r, 'h2', 3)
      // 50 % of 3 is 1: h2 stays, and is the less loaded one of two.
      await r.picksOf('h3', 2)
      for (let i = 0; i < 3; i++) await r.pick()
    },
  },
  {
    name: 'all-ejected',
    about: 'alwaysAHost',
    sees: ['all hosts were ejected'],
    async play(r) {
      await r.create(hostsTo(2), { ...short, maxEjectedPct: 100 })
      await eject(r, 'h1', 3)
      const backAt = r.c.now + short.ejectMs
      await r.c.sleep(10)
      await eject(r, 'h2', 3)
      for (let i = 0; i < 6; i++) await r.pick()
      // h1 is back before h2, and for 10 ms alone.
      await r.c.at(backAt)
      for (let i = 0; i < 3; i++) await r.pick()
      await r.c.sleep(1000)
      for (let i = 0; i < 4; i++) await r.pick()
    },
  },
  {
    name: 'only-the-ejected-are-left',
    about: 'alwaysAHost',
    sees: ['all hosts were ejected'],
    async play(r) {
      await r.create(hostsTo(3), short)
      await eject(r, 'h1', 3)
      await r.pick()
      await r.setHosts('h1')
      await r.pick()
      await r.setHosts('h1', 'h4')
      for (let i = 0; i < 3; i++) await r.pick()
    },
  },
  {
    name: 'no-ejection-allowed',
    about: 'limit',
    async play(r) {
      await r.create(hostsTo(2), { ...short, maxEjectedPct: 49 })
      await r.picksOf('h2', 2)
      for (let i = 0; i < 6; i++) await r.once('error')
    },
  },
]
