import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dist } from '../../scripts/launcher/root.ts'
import { sharedApp } from '../setup/server.ts'

test('the built site has nothing of what refreshes pages in development', async () => {
  expect((await fetch(`${sharedApp().origin}/api/changes`)).status).toBe(404)
  const folder = join(dist, 'static/chunks')
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  const found = scripts.filter((file) => readFileSync(join(folder, file), 'utf8').includes('/api/changes'))
  expect(found).toEqual([])
})
