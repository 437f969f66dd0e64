// npm start: database, build, graders, web server, until Ctrl-C.

import { buildIfNeeded } from '../launcher/build.ts'
import { live } from '../launcher/lifetime.ts'
import { openServices } from '../launcher/services.ts'

live(async (lifetime) => {
  const startedAt = performance.now()
  const services = await openServices(lifetime, 'npm start')
  await buildIfNeeded(lifetime, services.env)
  if (lifetime.ending) return
  services.startGraders()
  await services.startWeb('start')
  if (lifetime.ending) return
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  console.log(`\nFaultline is ready at ${services.settings.origin} (after ${seconds} s). Ctrl-C stops it.`)
  if (services.logDir) console.log(`Logs are in ${services.logDir}.`)
})
