import { describe, expect, test } from 'vitest'
import { lineBetween, neighboursOf, stepTo } from '../../app/ui/library/map-lines.ts'
import { getCatalogue, layOutMap, listRelations, relationsOf } from '../../lib/content/index.ts'

const map = layOutMap()
const node = (slug: string) => map.nodes.find((n) => n.slug === slug) as (typeof map.nodes)[number]

describe('relations', () => {
  test('every pair of patterns is related once, in one way', () => {
    const pairs = listRelations().map(({ from, to }) => [from, to].sort().join(' '))
    expect(new Set(pairs).size).toBe(pairs.length)
  })

  test('no pattern is alone, and what one builds on is built on by it', () => {
    for (const { slug } of getCatalogue().patterns) {
      const of = relationsOf(slug)
      expect(Object.values(of).flat().length, slug).toBeGreaterThan(0)
      for (const base of of.buildsOn) expect(relationsOf(base).carries, base).toContain(slug)
      for (const other of of.insteadOf) expect(relationsOf(other).insteadOf, other).toContain(slug)
    }
  })

  test('Raft builds on consensus, is taken instead of Paxos, and is in no list twice', () => {
    const raft = relationsOf('raft')
    expect(raft.buildsOn).toContain('consensus')
    expect(raft.insteadOf).toEqual(['paxos'])
    const all = Object.values(raft).flat()
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('the map', () => {
  test('has every pattern once, in its family, without two in one place', () => {
    expect(map.nodes.map((n) => n.slug)).toEqual(getCatalogue().patterns.map((p) => p.slug))
    expect(new Set(map.nodes.map((n) => `${n.x} ${n.y}`)).size).toBe(map.nodes.length)
    for (const n of map.nodes) {
      const region = map.regions.find((r) => r.family === n.family)
      if (!region) throw new Error(`${n.family} has no region`)
      expect(n.x).toBe(region.x)
      expect(n.y).toBeGreaterThan(region.y)
      expect(n.y).toBeLessThan(region.y + region.height)
    }
  })

  test('is the same every time, and fits its own size', () => {
    expect(layOutMap()).toEqual(map)
    for (const r of map.regions) {
      expect(r.x + r.width).toBeLessThanOrEqual(map.width)
      expect(r.y + r.height).toBeLessThanOrEqual(map.height)
    }
  })

  test('an arrow key goes along a line, in its direction, and stays where none leads', () => {
    const neighbours = neighboursOf(map.relations)
    for (const here of map.nodes) {
      const ends = (neighbours.get(here.slug) ?? []).map(({ slug }) => node(slug))
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = stepTo(here, direction, ends)
        if (!next) continue
        expect(ends).toContain(next)
        if (direction === 'left') expect(next.x).toBeLessThan(here.x)
        if (direction === 'right') expect(next.x).toBeGreaterThan(here.x)
        if (direction === 'up') expect(next.y).toBeLessThan(here.y)
        if (direction === 'down') expect(next.y).toBeGreaterThan(here.y)
      }
      expect(stepTo(here, 'left', [])).toBeNull()
    }
  })

  test('from every pattern some arrow key leads on', () => {
    const neighbours = neighboursOf(map.relations)
    for (const here of map.nodes) {
      const ends = (neighbours.get(here.slug) ?? []).map(({ slug }) => node(slug))
      const ways = (['left', 'right', 'up', 'down'] as const).filter((way) => stepTo(here, way, ends))
      expect(ways.length, here.slug).toBeGreaterThan(0)
    }
  })

  test('a line starts and ends beside its names, never across them', () => {
    for (const { from, to } of map.relations) {
      const [a, b] = [node(from), node(to)]
      const [x0 = 0] = /^M(-?[\d.]+)/.exec(lineBetween(a, b))?.slice(1).map(Number) ?? []
      expect(x0 < a.x || x0 > a.x + a.width).toBe(true)
    }
  })
})
