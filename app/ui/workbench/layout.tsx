'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { Group, Panel, Separator, useDefaultLayout, useGroupRef } from 'react-resizable-panels'
import { useWide } from './use-wide.ts'

type Pane = 'task' | 'code' | 'outcome'

const panes: readonly { id: Pane; label: string }[] = [
  { id: 'task', label: 'Task' },
  { id: 'code', label: 'Code' },
  { id: 'outcome', label: 'Outcome' },
]

/** Three panes side by side with draggable hairlines; on narrow screens one at a time, behind tabs. */
export function Layout(props: {
  title: string
  toolbar: ReactNode
  pane: Pane
  onPane: (p: Pane) => void
  /** The outcome is a run that is drawn. */
  showsPicture: boolean
  task: ReactNode
  code: ReactNode
  outcome: ReactNode
}) {
  const wide = useWide()
  return (
    <div data-workbench className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-hairline border-b px-4 py-2">
        <h1 className="mr-auto font-serif text-read">{props.title}</h1>
        <div className="flex flex-wrap items-center gap-2">{props.toolbar}</div>
      </div>
      {wide ? <SideBySide {...props} /> : <OneAtATime {...props} />}
    </div>
  )
}

/** Positioned, so that what is only for screen readers scrolls with its pane and does not lengthen the page. */
const scrolls = 'relative h-full overflow-y-auto'

/** Per cent. A picture takes what the prompt can spare: its lanes and sentences then fit above the fold of a laptop. */
const withPicture = { task: 24, code: 29, outcome: 47 }

function SideBySide({ task, code, outcome, showsPicture }: Parameters<typeof Layout>[0]) {
  // The widths that this browser remembers are unknown to the server: the panels' styles differ until they are laid out.
  const saved = useDefaultLayout({
    id: 'workbench-chosen',
    storage: browserStorage,
    onlySaveAfterUserInteractions: true,
  })
  const group = useGroupRef()
  const chosen = useRef(false)
  const wasChosen = saved.defaultLayout !== undefined
  // The learner's own widths stay as they are; and nothing jumps back while the next run is under way.
  useEffect(() => {
    if (showsPicture && !wasChosen && !chosen.current) group.current?.setLayout(withPicture)
  }, [showsPicture, wasChosen, group])
  return (
    <Group
      orientation="horizontal"
      className="min-h-0 flex-1"
      groupRef={group}
      defaultLayout={saved.defaultLayout}
      onLayoutChanged={(layout, meta) => {
        chosen.current ||= meta.isUserInteraction
        saved.onLayoutChanged(layout, meta)
      }}
    >
      <Panel id="task" defaultSize="30%" minSize="18%" suppressHydrationWarning>
        <section aria-label="Task" className={scrolls}>
          {task}
        </section>
      </Panel>
      <Divider />
      <Panel id="code" defaultSize="36%" minSize="22%" suppressHydrationWarning>
        <section aria-label="Code" className="flex h-full flex-col bg-raised">
          {code}
        </section>
      </Panel>
      <Divider />
      <Panel id="outcome" defaultSize="34%" minSize="20%" suppressHydrationWarning>
        <section aria-label="Outcome" className={scrolls}>
          {outcome}
        </section>
      </Panel>
    </Group>
  )
}

function Divider() {
  return (
    <Separator className="group relative w-px bg-hairline outline-none data-[separator=active]:bg-accent data-[separator=hover]:bg-stroke focus-visible:bg-accent">
      <span className="-inset-x-1.5 absolute inset-y-0" />
    </Separator>
  )
}

function OneAtATime({ pane, onPane, task, code, outcome }: Parameters<typeof Layout>[0]) {
  const contents = { task, code, outcome }
  return (
    <>
      <div role="tablist" aria-label="Panes" className="flex border-hairline border-b">
        {panes.map((p) => (
          <button
            key={p.id}
            type="button"
            role="tab"
            id={`tab-${p.id}`}
            aria-selected={pane === p.id}
            aria-controls={`pane-${p.id}`}
            onClick={() => onPane(p.id)}
            className="-mb-px h-11 flex-1 border-transparent border-b-2 text-muted aria-selected:border-ink aria-selected:text-ink"
          >
            {p.label}
          </button>
        ))}
      </div>
      {/* All stay mounted, so that the editor keeps its cursor and a run its diagram. */}
      {panes.map((p) => (
        <div
          key={p.id}
          role="tabpanel"
          id={`pane-${p.id}`}
          aria-labelledby={`tab-${p.id}`}
          hidden={pane !== p.id}
          className={`relative min-h-0 flex-1 ${p.id === 'code' ? 'flex-col bg-raised' : 'overflow-y-auto'} ${pane === p.id ? 'flex flex-col' : 'hidden'}`}
        >
          {contents[p.id]}
        </div>
      ))}
    </>
  )
}

/** localStorage may be blocked; the layout then starts as designed. */
const browserStorage = {
  getItem(key: string) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  setItem(key: string, value: string) {
    try {
      localStorage.setItem(key, value)
    } catch {
      // Nothing is lost but the widths.
    }
  },
}
