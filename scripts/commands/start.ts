// npm start: database, build, graders, web server, until Ctrl-C.

import { setTimeout as sleep } from 'node:timers/promises'
import { buildIfNeeded } from '../launcher/build.ts'
import { live } from '../launcher/lifetime.ts'
import { openServices } from '../launcher/services.ts'

const GRADER_MS_MAX = 15_000

/** Set by run.mjs: when the command was given, before it installed anything. */
const startedAt = Number(process.env.FAULTLINE_STARTED_AT ?? performance.timeOrigin)

live(
  async (lifetime) => {
    const services = await openServices(lifetime, 'npm start')
    await buildIfNeeded(lifetime, services.env)
    if (lifetime.ending) return
    const graders = services.startGraders()
    await services.startWeb('start')
    // Whoever reads "ready" may submit at once; but a grader that is slow to come keeps nobody from reading.
    const patience = sleep(GRADER_MS_MAX, undefined, { ref: false })
    await Promise.race([Promise.all(graders.map((grader) => grader.settled)), patience])
    if (lifetime.ending) return
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
    console.log(`\nFaultline is ready at ${services.settings.origin} (after ${seconds} s). Ctrl-C stops it.`)
    if (services.logDir) console.log(`Logs are in ${services.logDir}.`)
  },
  { runsUntilStopped: true },
)
