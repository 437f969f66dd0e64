// npm run grader: one grading process, in the foreground. Other machines' web servers share the queue with it through
// DATABASE_URL; without that, it works for the embedded database of this checkout.

import { openDatabase } from '../launcher/database.ts'
import { serviceEnvironment } from '../launcher/environment.ts'
import { live } from '../launcher/lifetime.ts'
import { graderJob } from '../launcher/services.ts'
import { readSettings } from '../launcher/settings.ts'
import { supervise } from '../launcher/supervise.ts'

live(
  async (lifetime) => {
    const settings = readSettings()
    const env = serviceEnvironment(settings, await openDatabase(lifetime, settings))
    const grader = supervise(lifetime, graderJob('grader', env, undefined))
    void grader.gaveUp.then((code) => lifetime.end(code))
  },
  { runsUntilStopped: true },
)
