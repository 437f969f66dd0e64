import { inject } from 'vitest'
import { type App, type RunningApp, startApp as start } from './app-process.ts'

export type { App, RunningApp }

/** The one site that all browser tests of a run share; use accounts of your own in it. */
export function sharedApp(): App {
  return inject('app')
}

/** A site of the test's own, for tests that change or break it. The caller stops it. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
  return await start(inject('testServer'), env)
}
