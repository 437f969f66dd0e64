import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const code = `
import { node } from 'faultline'
export const replica = node((ctx) => {
  let held = { version: 0, value: null }
  ctx.view(held)
  ctx.on('write', (m) => {
    if (m.version > held.version) held = m
    ctx.view(held)
    return true
  })
  ctx.on('read', () => held)
})
export const coordinator = node((ctx) => {
  const replicas = ctx.config.replicas
  const ask = async (type, body, need) => {
    const from = []
    const answers = []
    await new Promise((resolve) => {
      for (const r of replicas) {
        ctx.rpc(r, type, body, { timeout: 100 }).then((a) => {
          if (from.length >= need) return
          from.push(r)
          answers.push(a)
          if (from.length === need) resolve()
        }, () => {})
      }
    })
    ctx.trace(type + ' quorum', { members: from })
    return answers
  }
  let version = 0
  ctx.on('put', async (value) => { version += 1; await ask('write', { version, value }, ctx.config.w); return version })
  ctx.on('get', async () => (await ask('read', null, ctx.config.r)).sort((a, b) => b.version - a.version)[0].value)
})`

const demo = suite('quorums', (s) => {
  s.scenario('overlap', { seeds: 1, durationMs: 600 }, (sc) => {
    const replicas = ['r1', 'r2', 'r3', 'r4', 'r5']
    sc.nodes(['front'], { role: 'coordinator', config: { replicas, w: 3, r: 3 } })
    sc.nodes(replicas, { role: 'replica' })
    sc.client('client', async (c) => {
      await c.at(50)
      await c.call('front', 'put', 'blue')
      await c.at(250)
      await c.call('front', 'get', null)
    })
    sc.nemesis(async (n) => {
      await n.at(20)
      n.crash('r5', { forMs: 160 })
      await n.at(200)
      n.crash('r1', { forMs: 200 })
    })
  })
})

const view: PatternView = ({ past, nodes, views, up }) => {
  const members = nodes.filter((n) => n.startsWith('r'))
  return {
    kind: 'sets',
    title: 'Replicas with what they hold, and the quorums of the last write and read',
    members: members.map((name) => {
      const held = views.get(name) as { version: number } | undefined
      return { name, about: `v${held?.version ?? 0}`, up: up(name), lane: nodes.indexOf(name) }
    }),
    sets: ['write quorum', 'read quorum'].flatMap((name) => {
      const e = past.findLast((x) => x.kind === 'note' && x.label === name)
      return e ? [{ name, members: (e.data as { members: string[] }).members, event: e.id }] : []
    }),
  }
}

export const quorums = { name: 'Quorum sets', code, suite: demo, seed: 'overlap#0', view }
