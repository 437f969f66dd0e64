import { node, Refused } from 'faultline'

type Answer = { status: 'done'; value?: unknown } | { status: 'failed' } | { status: 'unknown' }

const BACKENDS = ['b1', 'b2', 'b3']

export default node((ctx) => {
  let next = 0

  // For now each request goes to the next backend, once, whatever state that is in.
  async function ask(type: 'read' | 'order', id: string): Promise<Answer> {
    const backend = BACKENDS[next++ % BACKENDS.length] as string
    try {
      return { status: 'done', value: await ctx.rpc(backend, type, { id }, { timeout: 950 }) }
    } catch (e) {
      return { status: type === 'order' && !(e instanceof Refused) ? 'unknown' : 'failed' }
    }
  }

  ctx.on('read', ({ id }: { id: string }) => ask('read', id))
  ctx.on('order', ({ id }: { id: string }) => ask('order', id))
})
