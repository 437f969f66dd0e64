import type { TestProject } from 'vitest/node'
import { type App, startApp } from './app-process.ts'
import { openTestServer } from './scratch.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    app: App
  }
}

/** Before the browser tests: one running site for all of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestServer()
  const { stop, origin, databaseUrl } = await startApp(server)
  project.provide('app', { origin, databaseUrl })
  return async () => {
    await stop()
    await server.release()
  }
}
