// One grading process, for plain Node:  node --conditions=react-server lib/worker/main.ts
// Environment: DATABASE_URL; GRADER_CONCURRENCY (default: one per core, at most 8); GRADER_LEASE_MS (default 10000);
// GRADER_CAGES (default: all).
// Exit codes: 0 after SIGTERM or SIGINT, 1 when it cannot go on, 2 when it refuses to start.
import { availableParallelism } from 'node:os'
import { checkProduction, explain } from '../config/index.ts'
import { disconnect, stopListening } from '../db/index.ts'
import { openGrader } from '../grader/index.ts'
import { logger } from '../log/index.ts'
import { openWorker } from './index.ts'

const LANES_MAX = 8
const CAGES = ['bubblewrap', 'unshare', 'none'] as const

try {
  await main()
} catch (err) {
  logger().fatal({ err }, 'the grading process ends')
  process.exit(1)
}

async function main(): Promise<void> {
  const concurrency = wholeNumber('GRADER_CONCURRENCY', Math.min(availableParallelism(), LANES_MAX))
  const leaseMs = wholeNumber('GRADER_LEASE_MS', 10_000)
  const stopped = Promise.withResolvers<string>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopped.resolve(signal))

  const cages = parseCages(process.env.GRADER_CAGES ?? '')
  const grader = await openGrader({ concurrency, ...(cages ? { cages } : {}) })
  const { cage, missing } = grader.status()
  const refused = checkProduction(process.env, cage === 'none' ? missing : [])
  if (refused.length > 0) {
    console.error(explain(refused))
    await grader.close()
    process.exit(2)
  }
  const worker = await openWorker({ grader, concurrency, leaseMs })
  // The parent, if there is one, waits for this line.
  process.send?.({ type: 'ready', worker: worker.id })

  const signal = await Promise.race([stopped.promise, worker.failed])
  logger().info({ signal }, 'stopping')
  await worker.close()
  await grader.close()
  await Promise.all([stopListening(), disconnect()])
  process.exit(0)
}

function parseCages(value: string): (typeof CAGES)[number][] | undefined {
  const names = value.split(',').filter(Boolean)
  const unknown = names.filter((name) => !CAGES.some((cage) => cage === name))
  if (unknown.length > 0) {
    throw new Error(`GRADER_CAGES: '${unknown.join(',')}' came, some of ${CAGES.join(', ')} were expected.`)
  }
  return names.length > 0 ? CAGES.filter((cage) => names.includes(cage)) : undefined
}

function wholeNumber(name: string, standard: number): number {
  const value = process.env[name] || String(standard)
  if (!/^[1-9]\d{0,6}$/.test(value))
    throw new Error(`${name}: '${value}' came, a whole number above 0 was expected.`)
  return Number(value)
}
