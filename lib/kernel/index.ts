/**
 * The kernel: runs beside learner code and gives it `ctx` or `env`.
 *
 *   const port = openPlainPort(js)                     // plain Node, trusted code only
 *   const out = await port.step(JSON.stringify({ i: 1, mono: 0, wall: 0, ev: { k: 'boot', … } }))
 */
export type { Ctx } from './api.ts'
export { explained } from './explain.ts'
export { createGuest, type Factory, type Guest, type GuestCode, LEARNER_FILE } from './guest.ts'
export { callFactory, moduleText, portOf } from './hosts/module.ts'
export { withPagePort } from './hosts/page.ts'
export { openPlainPort } from './hosts/plain.ts'
export { openWorkerPort } from './hosts/worker.ts'
export { LEARNER_GLOBALS } from './typings.ts'
