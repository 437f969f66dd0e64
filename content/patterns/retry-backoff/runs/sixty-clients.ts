/** Sixty clients that are refused together and wait alike: the clients of the lesson's figure, without an outage. */
import { marks, type PlayedRun, record } from '@/app/ui/quiz/played-run.ts'
import { Refusal } from '@/lib/suite/index.ts'
import { clientsProgram } from '../figures/demo-clients.ts'

const CLIENTS = 60
const PER_BIN = 10
const BIN_MS = 100
const END_MS = 14_000

export default async function play(): Promise<PlayedRun> {
  const config = { baseMs: 100, capMs: END_MS, maxAttempts: 20, jitter: false, retries: null }
  const run = await record(clientsProgram, END_MS, (sc) => {
    sc.nodes(['clients'], { config })
    sc.supply('gateway', (gateway) => {
      let bin = 0
      // The first instant is the one at which all of them are refused.
      let served = PER_BIN
      gateway.on('charge', (_, __, event) => {
        const now = Math.floor(gateway.now / BIN_MS)
        if (now !== bin) served = 0
        bin = now
        const serves = served < PER_BIN
        if (serves) served++
        gateway.note('attempt', serves, event)
        if (!serves) throw new Refusal('busy')
        return 'ok'
      })
    })
    sc.client('customers', async (c) => {
      for (let n = 0; n < CLIENTS; n++) void c.call('clients', 'pay', n, { local: true, timeoutMs: null })
      await c.settle()
    })
  })
  const attempts = marks<boolean>(run.trace, 'attempt')
  const waves = [...new Set(attempts.map(({ atMs }) => atMs))].map((atMs) => {
    const own = attempts.filter((a) => a.atMs === atMs)
    return { atMs, all: own.length, served: own.filter((a) => a.value).length, event: own[0]?.event ?? 0 }
  })
  const served = waves.reduce((n, wave) => n + wave.served, 0)
  const lastMs = waves.findLast((wave) => wave.served > 0)?.atMs
  const options: Record<string, string> = { 600: '600', 1500: '1500', 6300: '6300' }
  const retries = attempts.length - CLIENTS
  return {
    ...run,
    shows: served < CLIENTS ? 'never' : (options[lastMs ?? ''] ?? null),
    measured: `The last of ${served} is served at ${lastMs?.toLocaleString('en')} ms, after ${retries} retries in ${waves.length - 1} waves.`,
    picture: {
      kind: 'timeline',
      title: 'The waves of attempts, and how many of each are served',
      fromMs: 0,
      toMs: 6600,
      rows: [
        {
          name: 'Attempts',
          bars: [],
          ticks: waves.map(({ atMs, all, event }) => ({
            atMs,
            text: `${all} attempts at once`,
            look: 'full' as const,
            event,
          })),
        },
        {
          name: 'Served',
          bars: [],
          ticks: waves.map(({ atMs, served, event }) => ({
            atMs,
            text: served > 0 ? `${served} served` : 'none served',
            look: served > 0 ? ('full' as const) : ('cross' as const),
            event,
          })),
        },
        {
          name: 'Service',
          bars: waves.slice(0, -1).map(({ atMs }, n) => ({
            fromMs: atMs + (n === 0 ? 0 : BIN_MS),
            toMs: waves[n + 1]?.atMs ?? atMs,
            text: 'idle',
            look: 'open' as const,
          })),
        },
      ],
    },
  }
}
