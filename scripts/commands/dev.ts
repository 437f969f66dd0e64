// npm run dev: the developers' loop. Pages and lessons reload in the browser by themselves; the grader is started again
// when the engine or an exercise changes.

import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildEditor } from '../launcher/editor-files.ts'
import { live } from '../launcher/lifetime.ts'
import { root } from '../launcher/root.ts'
import { openServices } from '../launcher/services.ts'

const WATCHED = ['lib', 'exercises']
const SETTLE_MS = 150

live(
  async (lifetime) => {
    const services = await openServices(lifetime, 'npm run dev')
    await buildEditor()
    const graders = services.startGraders()
    let settling: NodeJS.Timeout | undefined
    for (const folder of WATCHED) {
      // An editor writes a file in several steps: one restart for all of them.
      const watcher = watch(join(root, folder), { recursive: true }, (_, name) => {
        if (!name?.match(/\.(ts|json)$/)) return
        clearTimeout(settling)
        settling = setTimeout(() => {
          console.log(`${folder}/${name} changed: starting the grader again.`)
          for (const grader of graders) grader.restart()
        }, SETTLE_MS)
      })
      lifetime.closeAtEnd(`the watch on ${folder}`, async () => watcher.close())
    }
    await services.startWeb('dev')
    if (!lifetime.ending)
      console.log(`\nFaultline (development) is ready at ${services.settings.origin}. Ctrl-C stops it.`)
  },
  { runsUntilStopped: true },
)
