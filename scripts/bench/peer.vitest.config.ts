import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['scripts/bench/peer.vitest.ts'], reporters: ['dot'] } })
