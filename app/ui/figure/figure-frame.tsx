'use client'
import { Pause, Play } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button } from '../button.tsx'

/** A number that the reader turns. */
export interface RangeKnob {
  /** The field's term: "Failure threshold", not "N". */
  label: string
  unit: string
  min: number
  max: number
  step: number
  value: number
  onChange: (value: number) => void
  /** How the number is shown; the unit is added. Default: in the reader's language. */
  format?: (value: number) => string
}

/** One of two to four alternatives. */
export interface ChoiceKnob {
  label: string
  options: readonly { id: string; label: string }[]
  value: string
  onChange: (id: string) => void
}

export type Knob = RangeKnob | ChoiceKnob

interface Props {
  /** At most three. */
  knobs?: readonly Knob[]
  /** For a figure that moves by itself: adds a play/pause button. */
  play?: { playing: boolean; onChange: (playing: boolean) => void }
  /** The equal text form: every fact of the drawing, following the knobs. */
  text: ReactNode
  /** The drawing. */
  children: ReactNode
}

/** What every interactive figure looks like: the drawing, its knobs, and the same facts as text. */
export function FigureFrame({ knobs = [], play, text, children }: Props) {
  if (knobs.length > 3) throw new Error(`a figure has at most three knobs, this one has ${knobs.length}`)
  return (
    <div className="flex flex-col gap-4">
      {(knobs.length > 0 || play) && (
        <div className="flex flex-wrap items-start gap-x-10 gap-y-4">
          {play && (
            <Button size="small" onClick={() => play.onChange(!play.playing)}>
              {play.playing ? (
                <Pause size={14} strokeWidth={1.75} aria-hidden />
              ) : (
                <Play size={14} strokeWidth={1.75} aria-hidden />
              )}
              {play.playing ? 'Pause' : 'Play'}
            </Button>
          )}
          {knobs.map((knob) =>
            'options' in knob ? <Choice key={knob.label} {...knob} /> : <Range key={knob.label} {...knob} />,
          )}
        </div>
      )}
      <div className="overflow-x-auto">{children}</div>
      <details className="group">
        <summary className="w-fit text-muted hover:text-ink">The same as text</summary>
        <div className="mt-2 max-w-measure [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-6 [&_ul]:list-disc [&_ul]:pl-6">
          {text}
        </div>
      </details>
    </div>
  )
}

function Range({ label, unit, min, max, step, value, onChange, format }: RangeKnob) {
  const id = useId()
  const shown = `${format ? format(value) : value.toLocaleString('en')} ${unit}`
  return (
    <div className="flex w-full max-w-64 flex-col gap-1 sm:w-56">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} className="font-mono text-note tabular-nums">
          {shown}
        </output>
      </div>
      <input
        id={id}
        type="range"
        className="h-6 w-full accent-accent"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}

function Choice({ label, options, value, onChange }: ChoiceKnob) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1">{label}</legend>
      <div className="flex">
        {options.map((option) => (
          <label
            key={option.id}
            className="-ml-px flex h-8 items-center border border-stroke bg-raised px-3 first:ml-0 first:rounded-l-md last:rounded-r-md has-checked:z-10 has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              value={option.id}
              checked={option.id === value}
              onChange={() => onChange(option.id)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
