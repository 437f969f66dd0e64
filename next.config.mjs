import { readFileSync } from 'node:fs'
import { baseHeaders, workerPolicy } from './lib/headers/index.ts'

const { version: monacoVersion } = JSON.parse(readFileSync('node_modules/monaco-editor/package.json', 'utf8'))

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Where the launcher put the editor: public/monaco/<version>/vs.
  env: { NEXT_PUBLIC_MONACO_VERSION: monacoVersion },
  // Types are checked by `npm run check`, once, not by every build.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'esbuild',
    'graphile-worker',
    'isolated-vm',
    'mdx-bundler',
    'pg',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'rehype-pretty-code',
    'shiki',
  ],
  // Settled at build time; what depends on the installation (CSP, HSTS) is set by proxy.ts.
  headers: async () => [
    { source: '/:path*', headers: baseHeaders() },
    // Scripts that are started as Workers carry the policy of a Worker.
    {
      source: '/exercises/:slug/runner',
      headers: [{ key: 'Content-Security-Policy', value: workerPolicy() }],
    },
  ],
}
