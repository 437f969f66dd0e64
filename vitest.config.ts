import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Tests that need the built site.
const WITH_SITE = ['tests/e2e/**/*.test.ts', 'tests/launcher/start.test.ts']

export default defineConfig({
  resolve: {
    alias: {
      '@': at('.'),
      // The marker throws outside React's server bundles. Plain Node gets its empty twin by --conditions=react-server;
      // here that condition would also swap React for its server half, which component tests cannot use.
      'server-only': at('./node_modules/server-only/empty.js'),
    },
  },
  test: {
    pool: 'forks',
    // Of the tests that say that they may run side by side.
    maxConcurrency: 2,
    maxWorkers: Math.max(1, Math.min(availableParallelism(), 4)),
    globalSetup: ['tests/setup/global.ts'],
    reporters: ['default', './tests/setup/reporter.ts'],
    slowTestThreshold: 2_000,
    // It imports 'next/server' without an extension, which plain Node does not resolve and Vite does.
    server: { deps: { inline: ['next-auth'] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: WITH_SITE,
          setupFiles: ['tests/setup/console.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: WITH_SITE,
          globalSetup: ['tests/setup/global-app.ts'],
          setupFiles: ['tests/setup/console.ts', 'tests/setup/one-address.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One site, one browser at a time, and after everything else: a page is not judged while the machine is busy.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
