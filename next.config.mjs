import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { baseHeaders, servicePolicy, workerPolicy } from './lib/headers/index.ts'
import { editorKey } from './scripts/launcher/editor-files.ts'

/** @type {import('next').NextConfig} */
export default {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  // Routes that only developers need (route.dev.ts) are none in production.
  pageExtensions: ['ts', 'tsx', ...(process.env.NODE_ENV === 'development' ? ['dev.ts'] : [])],
  env: {
    // Where the launcher put the editor: public/monaco/<key>.
    NEXT_PUBLIC_EDITOR_KEY: editorKey(),
    // Part of its address, so that browsers may keep it: it blocks the first picture.
    NEXT_PUBLIC_THEME_KEY: createHash('sha256')
      .update(readFileSync('public/theme.js'))
      .digest('hex')
      .slice(0, 16),
  },
  // Types are checked by `npm run check`, once, not by every build.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'esbuild',
    'graphile-worker',
    'isolated-vm',
    'mdx-bundler',
    'pdfkit',
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
    {
      source: '/monaco/:key/:file(.+\\.worker\\.js)',
      headers: [{ key: 'Content-Security-Policy', value: servicePolicy() }],
    },
  ],
}
