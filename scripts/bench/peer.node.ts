// A submission judged by a process of its own: what the pool of warm sandboxes is compared with.
import { explore } from '../../lib/suite/index.ts'
import { plainReference } from './reference.ts'

const { suite, port } = await plainReference(process.env.BENCH_SLUG ?? '')
const verdict = await explore(suite, port, { clock: () => performance.now() })
process.exitCode = verdict.outcome === 'passed' ? 0 : 1
