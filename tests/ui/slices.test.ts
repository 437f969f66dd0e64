import { expect, test } from 'vitest'
import { slices } from '../../app/ui/workbench/slices.ts'

test('work that has used its slice of time lets what waits go first', async () => {
  const heard: string[] = []
  const pause = slices()
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    heard.push('key')
    port1.close()
  }
  port2.postMessage(null)
  const until = performance.now() + 20
  while (performance.now() < until) heard.length = 0
  await pause()
  heard.push('work')
  expect(heard).toEqual(['key', 'work'])
})
