import { nemesis } from 'faultline'

// Looks at no message: whoever is first has the lease from about 10 ms on, so what is done to one holder is done to both.
const HOLDERS = ['h1', 'h2']
const DAY = 86_000_000

export default nemesis(async (n) => {
  const both = (f: (h: string) => void) => HOLDERS.forEach(f)
  switch (n.config.round) {
    case 0:
      await n.at(40)
      n.crash('server', { forMs: 50 })
      break
    case 1:
      await n.at(40)
      n.skew('server', DAY)
      n.crash('server', { forMs: 50 })
      break
    case 2:
      await n.at(200)
      both((h) => n.crash(h, { forMs: 700 }))
      break
    case 3:
      await n.at(40)
      n.cut('h1', 'server', { forMs: 900 })
      n.cut('h2', 'server', { forMs: 900 })
      break
    case 4:
      await n.at(40)
      n.drift('h1', 0.95)
      n.skew('h1', -700)
      n.cut('h1', 'server', { forMs: 3_000 })
      break
    case 5:
      await n.at(40)
      n.drift('h2', 0.95)
      n.skew('h2', -700)
      n.cut('h2', 'server', { forMs: 3_000 })
      break
    case 6:
      await n.at(40)
      n.clog('h1', 'server', { forMs: 1_150 })
      await n.at(3_000)
      n.clog('h2', 'server', { forMs: 1_150 })
      break
    default:
      await n.at(40)
      n.pause('h1', { forMs: 1_400 })
      await n.at(2_200)
      both((h) => n.pause(h, { forMs: 1_300 }))
  }
})
