import type { TestProject } from 'vitest/node'
import { generatePrismaClient } from '../../scripts/launcher/prisma-client.mjs'
import type { TestServer } from './scratch.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

/** Before any test: the typed client is generated and a database server runs, for whoever asks for a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  generatePrismaClient(process.execPath)
  const { openTestServer } = await import('./scratch.ts')
  const { runId, adminUrl, release } = await openTestServer()
  project.provide('testServer', { runId, adminUrl })
  return release
}
