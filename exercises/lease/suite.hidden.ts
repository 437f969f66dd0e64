/**
 * The hidden suite of `lease`. Each scenario makes one promise hard to keep; the last ones mix everything. The first
 * scenario that fails names the property: so each part is tried alone before it is trusted in the next.
 * Canary: faultline-lease-3f0c9e52-7d61-4b0a-9c1e-5b8f2a64d7c3
 */
import { suite } from '../../lib/suite/index.ts'
import {
  holderCrash,
  lostGrant,
  lostRenewals,
  pause,
  refusedRenewals,
  secondThoughts,
  slowGrant,
} from './hidden-holder.ts'
import { lateAfterRestart, lateMessages, regrant, serverCrash } from './hidden-server.ts'
import { cost, handover, noTrouble, storm } from './hidden-whole.ts'
import { declare } from './properties.ts'

export default suite('lease', (s) => {
  const properties = declare(s)
  const scenarios = [
    noTrouble,
    regrant,
    serverCrash,
    lateMessages,
    lateAfterRestart,
    slowGrant,
    lostGrant,
    refusedRenewals,
    lostRenewals,
    pause,
    secondThoughts,
    holderCrash,
    handover,
    storm,
    cost,
  ]
  for (const scenario of scenarios) scenario(s, properties)
})
