'use client'
import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  Clock,
  Crosshair,
  Download,
  Keyboard,
  ListFilter,
  type LucideIcon,
  Minus,
  Plus,
  TextAlignStart,
  Zap,
} from 'lucide-react'
import { Button } from '../button.tsx'
import { Tooltip } from '../tooltip.tsx'
import type { Command } from './keys.ts'

interface Props {
  run: (command: Command) => void
  onExport: () => void
  /** Which toggles are on. */
  on: { readonly time: boolean; readonly text: boolean; readonly filter: boolean }
  can: {
    readonly witness: boolean
    readonly fault: boolean
    readonly zoomIn: boolean
    readonly zoomOut: boolean
  }
  position: string
}

/** Everything the keys can do, for pointers and fingers. */
export function Toolbar({ run, onExport, on, can, position }: Props) {
  const diagram = !on.text
  return (
    <fieldset aria-label="Diagram" className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <div className="flex flex-wrap items-center">
        <Tool icon={ArrowUpToLine} label="First event" wide keys="Home" onClick={() => run('first')} />
        <Tool icon={ArrowUp} label="Previous event" keys="↑" onClick={() => run('previous')} />
        <Tool icon={ArrowDown} label="Next event" keys="↓" onClick={() => run('next')} />
        <Tool icon={ArrowDownToLine} label="Last event" wide keys="End" onClick={() => run('last')} />
        <span className="whitespace-nowrap px-2 text-center text-muted text-note tabular-nums">
          {position}
        </span>
        {can.witness && (
          <Jump icon={Crosshair} label="Witness" keys="w" onClick={() => run('next-witness')} />
        )}
        {can.fault && <Jump icon={Zap} label="Fault" keys="f" onClick={() => run('next-fault')} />}
      </div>
      <div className="flex flex-wrap items-center">
        {diagram && (
          <>
            <Tool
              icon={Minus}
              label="Zoom out"
              keys="-"
              onClick={() => run('zoom-out')}
              disabled={!can.zoomOut}
            />
            <Tool
              icon={Plus}
              label="Zoom in"
              keys="+"
              onClick={() => run('zoom-in')}
              disabled={!can.zoomIn}
            />
            <Tool icon={Clock} label="True time" keys="t" pressed={on.time} onClick={() => run('time')} />
          </>
        )}
        <Tool icon={ListFilter} label="Filter" keys="/" pressed={on.filter} onClick={() => run('filter')} />
        <Tool
          icon={TextAlignStart}
          label="Events as text"
          keys="l"
          pressed={on.text}
          onClick={() => run('text')}
        />
        <Tool icon={Download} label="Save as SVG" onClick={onExport} />
        <Tool icon={Keyboard} label="Keys" keys="?" noTouch onClick={() => run('help')} />
      </div>
    </fieldset>
  )
}

/** The two jumps that lead through a story; they carry their name. */
function Jump(props: { icon: LucideIcon; label: string; keys: string; onClick: () => void }) {
  const { icon: Icon, label, keys, onClick } = props
  return (
    <Tooltip content={`Next ${label.toLowerCase()} (${keys})`}>
      <Button
        look="quiet"
        size="small"
        onClick={onClick}
        className="px-2 font-normal text-muted hover:text-ink"
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {/* Where all tools just fit into one line, the name gives way to it. */}
        <span className="@md:@max-2xl:sr-only">{label}</span>
      </Button>
    </Tooltip>
  )
}

function Tool(props: {
  icon: LucideIcon
  label: string
  keys?: string
  pressed?: boolean
  disabled?: boolean
  /** Only where there is room. */
  wide?: boolean
  /** Only where there is a keyboard to speak of. */
  noTouch?: boolean
  onClick: () => void
}) {
  const { icon: Icon, label, keys, pressed, disabled = false, wide = false, noTouch = false, onClick } = props
  return (
    <Tooltip content={keys ? `${label} (${keys})` : label}>
      <Button
        look="quiet"
        size="icon"
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        disabled={disabled}
        onClick={onClick}
        className={`text-muted hover:text-ink disabled:border-transparent disabled:bg-transparent disabled:opacity-40 aria-pressed:bg-accent-wash aria-pressed:text-accent ${wide ? 'max-sm:hidden' : ''} ${noTouch ? 'pointer-coarse:hidden' : ''}`}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </Button>
    </Tooltip>
  )
}
