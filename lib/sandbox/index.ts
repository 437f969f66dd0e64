/**
 * Runs submissions in caged processes of the operating system, a fresh isolate for each.
 *
 *   const pool = await openPool({ size: 2 })
 *   const outcome = await pool.run({ source, driver: { hash, code }, input: {} })
 *   if (outcome.kind === 'done') console.log(outcome.value)   // what the driver made of it
 *   console.log(pool.layers().missing)                        // [] where bubblewrap works
 *   await pool.close()
 */
import 'server-only'

export { bundleRunner } from './bundle.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type { Outcome } from './outcome.ts'
export {
  type Job,
  type JobOptions,
  openPool,
  type Pool,
  type PoolOptions,
  type PoolStatus,
} from './pool.ts'
export type { Driver } from './protocol.ts'
