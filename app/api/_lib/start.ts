import { warmSearch } from '@/app/search/site-search.ts'
import { checkProduction, explain } from '@/lib/config/index.ts'
import { logger } from '@/lib/log/index.ts'

/** Ends the process, with the reasons on stderr, when it must not serve people like this. */
export function startWeb(): void {
  const unsafe = checkProduction(process.env)
  if (unsafe.length > 0) {
    console.error(explain(unsafe))
    process.exit(2)
  }
  logger().info({ node: process.version }, 'web process started')
  // In development the course changes all the time, and with it what is found.
  if (process.env.NODE_ENV === 'production') setImmediate(warmSearch)
}
