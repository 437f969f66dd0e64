import { query } from '@/lib/http/index.ts'

export const dynamic = 'force-dynamic'

/** This process answers. Says nothing about what it depends on: /readyz does. */
export const GET = query({ route: '/healthz', access: 'anyone', session: false }, async () => ({ ok: true }))
