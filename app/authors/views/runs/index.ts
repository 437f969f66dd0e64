/** Small programs, simulated when the page is built: one for each kind of picture. */
import { bucket } from './bucket.ts'
import { hashes } from './hashes.ts'
import { log } from './log.ts'
import { lsm } from './lsm.ts'
import { queues } from './queues.ts'
import { quorums } from './quorums.ts'
import { register } from './register.ts'
import { ring } from './ring.ts'
import { saga } from './saga.ts'

export const demos = { log, ring, bucket, quorums, lsm, queues, saga, register, hashes }
export type DemoId = keyof typeof demos
