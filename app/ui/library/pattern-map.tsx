'use client'
import { Maximize, Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { urls } from '@/app/urls.ts'
import type { PatternMap as Layout, MapNode, RelationKind, RelationsOf } from '@/lib/content/index.ts'
import { Button } from '../button.tsx'
import { Link } from '../link.tsx'
import { Choice, LEVELS } from './choice.tsx'
import { familyName } from './family-names.ts'
import { type Direction, lineBetween, listsOf, neighboursOf, stepTo } from './map-lines.ts'
import { RelationLists } from './relations.tsx'
import { useDrag } from './use-drag.ts'

const MARGIN = 24
const SCALES = [0.3, 0.45, 0.6, 0.75, 0.9, 1, 1.2, 1.5] as const
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const DASHES: Readonly<Record<RelationKind, string | undefined>> = {
  'builds-on': undefined,
  'instead-of': '7 4',
  related: '1.5 4',
}

/** All patterns by family, and the lines of the one that is chosen. Scrolls both ways; the address keeps the choice. */
export function PatternMap({
  map,
  cores,
}: {
  map: Layout
  /** Slug -> the idea in one line. */
  cores: Readonly<Record<string, string>>
}) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [family, setFamily] = useState('')
  const [level, setLevel] = useState('')
  const [scale, setScale] = useState<number>(1)
  const box = useRef<HTMLElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const nodes = useMemo(() => new Map(map.nodes.map((node) => [node.slug, node])), [map])
  const neighbours = useMemo(() => neighboursOf(map.relations), [map])

  // What the address asks for.
  useEffect(() => {
    const query = new URLSearchParams(location.search)
    const at = query.get('at')
    setFamily(query.get('family') ?? '')
    setLevel(query.get('level') ?? '')
    if (at && nodes.has(at)) setChosen(at)
  }, [nodes])

  // Whoever is chosen comes into view, without taking the page along.
  useEffect(() => {
    const node = chosen === null ? undefined : nodes.get(chosen)
    if (!node || !box.current) return
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = box.current
    const x = (node.x + MARGIN) * scale
    const y = (node.y + MARGIN) * scale
    const wide = node.width * scale
    const outside =
      x < scrollLeft ||
      x + wide > scrollLeft + clientWidth ||
      y < scrollTop + 20 ||
      y > scrollTop + clientHeight - 20
    if (outside) box.current.scrollTo({ left: x + wide / 2 - clientWidth / 2, top: y - clientHeight / 2 })
  }, [chosen, nodes, scale])

  // And into the part of the page that is in sight, above what is said of it: the address or an arrow key may have led far.
  useEffect(() => {
    const name = chosen === null ? null : box.current?.querySelector(`[data-slug="${chosen}"]`)
    if (!name || !panel.current) return
    const { top, bottom } = name.getBoundingClientRect()
    const floor = Math.min(innerHeight, panel.current.getBoundingClientRect().top)
    if (top < 8 || bottom > floor - 8) scrollBy({ top: (top + bottom - floor) / 2, behavior: 'instant' })
  }, [chosen])

  const keep = (changes: Record<string, string>) => {
    const query = new URLSearchParams(location.search)
    for (const [key, value] of Object.entries(changes)) {
      if (value === '') query.delete(key)
      else query.set(key, value)
    }
    const text = query.toString()
    history.replaceState(history.state, '', `${location.pathname}${text && `?${text}`}`)
  }
  const choose = (slug: string | null) => {
    setChosen(slug)
    keep({ at: slug ?? '' })
  }
  const fits = (node: MapNode) =>
    (family === '' || node.family === family) && (level === '' || node.level === level)
  const near = new Set(chosen === null ? [] : (neighbours.get(chosen) ?? []).map(({ slug }) => slug))
  // One name is in the tab order: the chosen one, else the first that the filters leave.
  const entry = chosen ?? map.nodes.find(fits)?.slug

  const onKeyDown = (event: KeyboardEvent<SVGAElement | HTMLAnchorElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const slug = event.currentTarget.getAttribute('data-slug')
    const direction = ARROWS[event.key]
    if (event.key === 'Escape') choose(null)
    else if (event.key === '+' || event.key === '=') zoom(1)
    else if (event.key === '-') zoom(-1)
    else if (direction && slug) {
      const here = nodes.get(slug)
      const ends = (neighbours.get(slug) ?? []).flatMap((n) => nodes.get(n.slug) ?? [])
      const next = here && stepTo(here, direction, ends)
      if (next) {
        choose(next.slug)
        box.current?.querySelector<SVGAElement>(`[data-slug="${next.slug}"]`)?.focus({ preventScroll: true })
      }
    } else return
    event.preventDefault()
  }
  const zoom = (steps: number) => {
    const at = SCALES.findIndex((s) => s >= scale)
    const next = SCALES[Math.min(SCALES.length - 1, Math.max(0, at + steps))] as number
    const middle = box.current
    if (middle) {
      const x = (middle.scrollLeft + middle.clientWidth / 2) / scale
      const y = (middle.scrollTop + middle.clientHeight / 2) / scale
      requestAnimationFrame(() =>
        middle.scrollTo({ left: x * next - middle.clientWidth / 2, top: y * next - middle.clientHeight / 2 }),
      )
    }
    setScale(next)
  }
  const fit = () => {
    const wide = box.current?.clientWidth ?? 0
    setScale(SCALES.findLast((s) => s * (map.width + 2 * MARGIN) <= wide) ?? SCALES[0])
  }
  const drag = useDrag(box)

  const width = map.width + 2 * MARGIN
  const height = map.height + 2 * MARGIN
  return (
    <section aria-label="Map of the patterns">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 border-stroke border-y py-3">
        <Choice
          label="Family"
          any="Any family"
          value={family}
          options={map.regions.map((region) => [region.family, familyName(region.family)])}
          onChange={(value) => {
            setFamily(value)
            keep({ family: value })
          }}
        />
        <Choice
          label="Level"
          any="Any level"
          value={level}
          options={LEVELS}
          onChange={(value) => {
            setLevel(value)
            keep({ level: value })
          }}
        />
        <fieldset className="flex h-10 items-center gap-1" aria-label="Size of the map">
          <Button size="icon" look="quiet" aria-label="Smaller" onClick={() => zoom(-1)}>
            <Minus size={16} strokeWidth={1.75} aria-hidden />
          </Button>
          <span className="w-12 text-center text-muted tabular-nums">{Math.round(scale * 100)} %</span>
          <Button size="icon" look="quiet" aria-label="Larger" onClick={() => zoom(1)}>
            <Plus size={16} strokeWidth={1.75} aria-hidden />
          </Button>
          <Button size="icon" look="quiet" aria-label="Fit the width" onClick={fit}>
            <Maximize size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        </fieldset>
        <Key />
      </div>
      <section
        ref={box}
        aria-label="Map, scrolls both ways"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
        tabIndex={0}
        className="relative max-h-[62vh] min-h-[24rem] cursor-grab lg:max-h-none overflow-auto overscroll-contain active:cursor-grabbing"
        {...drag}
      >
        <svg
          width={width * scale}
          height={height * scale}
          viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
          className="block select-none"
        >
          <title>Patterns by family</title>
          <defs>
            <marker
              id="base"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0.5 0.5 L7.5 4 L0.5 7.5" fill="none" stroke="var(--ink)" strokeWidth="1.25" />
            </marker>
          </defs>
          <g fill="none">
            {map.relations.map(({ kind, from, to }) => {
              const [a, b] = [nodes.get(from), nodes.get(to)]
              if (!a || !b) return null
              const isOfChosen = from === chosen || to === chosen
              if (chosen === null ? kind !== 'builds-on' || !(fits(a) && fits(b)) : !isOfChosen) return null
              return (
                <path
                  key={`${from} ${to}`}
                  d={lineBetween(a, b)}
                  stroke={isOfChosen ? 'var(--ink)' : 'var(--hairline)'}
                  strokeWidth={isOfChosen ? 1.25 : 1}
                  strokeDasharray={isOfChosen ? DASHES[kind] : undefined}
                  strokeLinecap="round"
                  markerEnd={isOfChosen && kind === 'builds-on' ? 'url(#base)' : undefined}
                />
              )
            })}
          </g>
          {map.regions.map((region) => (
            <g key={region.family}>
              <text
                x={region.x}
                y={region.y + 20}
                fontSize="13"
                fill="var(--ink-muted)"
                opacity={family === '' || family === region.family ? 1 : 0.8}
              >
                {familyName(region.family)}
              </text>
              <line
                x1={region.x}
                x2={region.x + region.width}
                y1={region.y + 30}
                y2={region.y + 30}
                stroke="var(--hairline)"
              />
            </g>
          ))}
          {map.nodes.map((node) => (
            <Name
              key={node.slug}
              node={node}
              look={node.slug === chosen ? 'chosen' : near.has(node.slug) ? 'near' : 'plain'}
              faint={node.slug !== chosen && (!fits(node) || (chosen !== null && !near.has(node.slug)))}
              inTabOrder={node.slug === entry}
              onChoose={choose}
              onKeyDown={onKeyDown}
            />
          ))}
        </svg>
      </section>
      <div
        ref={panel}
        className={`border-stroke border-t bg-paper pt-4 pb-4 ${chosen === null ? '' : 'lg:sticky lg:bottom-0 lg:z-10 lg:max-h-[40vh] lg:overflow-y-auto'}`}
        aria-live="polite"
      >
        {chosen === null ? (
          <p className="max-w-measure text-pretty text-muted">
            Choose a pattern to see its lines. Faint lines show what builds on what.
            <span className="pointer-coarse:hidden">
              {' '}
              By keyboard: Tab into the map, arrow keys go along a line, Enter opens the pattern, + and −
              change the size, Escape lets go.
            </span>
          </p>
        ) : (
          <Chosen
            node={nodes.get(chosen) as MapNode}
            core={cores[chosen] ?? ''}
            of={listsOf(neighbours.get(chosen) ?? [])}
            titleOf={(slug) => nodes.get(slug)?.title ?? slug}
            onChoose={choose}
          />
        )}
      </div>
    </section>
  )
}

function Name({
  node,
  look,
  faint,
  inTabOrder,
  onChoose,
  onKeyDown,
}: {
  node: MapNode
  look: 'chosen' | 'near' | 'plain'
  faint: boolean
  inTabOrder: boolean
  onChoose: (slug: string) => void
  onKeyDown: (event: KeyboardEvent<SVGAElement | HTMLAnchorElement>) => void
}) {
  return (
    <a
      href={urls.pattern(node.slug)}
      data-slug={node.slug}
      tabIndex={inTabOrder ? 0 : -1}
      // Faint names are still links: muted ink at this opacity keeps 4.5:1 on paper.
      style={{ opacity: faint ? 0.8 : 1 }}
      className="group focus-visible:outline-none"
      draggable={false}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        // The keyboard's Enter, a click with a modifier, and a second click open the pattern; a first click chooses it.
        const opens =
          event.detail === 0 || event.metaKey || event.ctrlKey || event.shiftKey || look === 'chosen'
        if (opens) return
        event.preventDefault()
        onChoose(node.slug)
      }}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) onChoose(node.slug)
      }}
    >
      <rect
        x={node.x - 5}
        y={node.y - 12}
        width={node.width + 5}
        height="24"
        rx="4"
        fill={look === 'chosen' ? 'var(--accent-wash)' : 'transparent'}
        stroke={look === 'chosen' ? 'var(--accent)' : 'transparent'}
        className="group-hover:stroke-[var(--stroke)] group-focus-visible:stroke-[var(--accent)] group-focus-visible:[stroke-width:2]"
      />
      <text
        x={node.x}
        y={node.y + 4.5}
        fontSize="13"
        fill={faint ? 'var(--ink-muted)' : 'var(--ink)'}
        fontWeight={look === 'plain' ? 400 : 600}
      >
        {node.title}
      </text>
    </a>
  )
}

function Chosen({
  node,
  core,
  of,
  titleOf,
  onChoose,
}: {
  node: MapNode
  core: string
  of: RelationsOf
  titleOf: (slug: string) => string
  onChoose: (slug: string) => void
}) {
  return (
    <div className="grid gap-x-12 gap-y-4 md:grid-cols-2">
      <div>
        <h2 className="font-serif text-head">
          <Link href={urls.pattern(node.slug)}>{node.title}</Link>
        </h2>
        <p className="text-muted text-note">
          {familyName(node.family)}, {node.level}
        </p>
        <p className="mt-2 max-w-measure text-pretty">{core}</p>
      </div>
      <RelationLists
        of={of}
        name={(slug) => (
          <button type="button" className="link" onClick={() => onChoose(slug)}>
            {titleOf(slug)}
          </button>
        )}
      />
    </div>
  )
}

function Key() {
  return (
    <ul className="flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-note sm:ml-auto sm:h-10">
      {(
        [
          ['builds-on', 'builds on'],
          ['instead-of', 'instead of'],
          ['related', 'related'],
        ] as const
      ).map(([kind, word]) => (
        <li key={kind} className="flex items-center gap-2">
          <svg width="32" height="10" aria-hidden="true">
            <path
              d="M1 5H30"
              stroke="var(--ink)"
              strokeWidth="1.25"
              strokeDasharray={DASHES[kind]}
              strokeLinecap="round"
            />
            {kind === 'builds-on' && (
              <path d="M24 1.5 L30.5 5 L24 8.5" fill="none" stroke="var(--ink)" strokeWidth="1.25" />
            )}
          </svg>
          {word}
        </li>
      ))}
    </ul>
  )
}
