'use client'
import { type ReactNode, useId } from 'react'
import { choose, usePreferences } from '@/app/ui/preferences/store.ts'
import type { Preferences } from '@/lib/preferences/index.ts'

/** What can be chosen, in the order it is shown. The types hold this list to what the server accepts. */
export const choices = {
  theme: [
    ['system', 'As the system'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ],
  reading: [
    ['small', '16 px'],
    ['regular', '18 px'],
    ['large', '20 px'],
    ['larger', '22 px'],
  ],
  codePx: [
    [13, '13 px'],
    [14, '14 px'],
    [16, '16 px'],
    [18, '18 px'],
    [20, '20 px'],
  ],
  editor: [
    ['full', 'Full'],
    ['plain', 'Plain text'],
  ],
  motion: [
    ['system', 'As the system'],
    ['reduced', 'Reduced'],
  ],
} as const satisfies { [K in keyof Preferences]?: readonly (readonly [Preferences[K], string])[] }

export function SettingsForm() {
  const { editor } = usePreferences()
  return (
    <div className="flex max-w-[48rem] flex-col gap-12">
      <Group title="Appearance">
        <Choice name="theme" label="Theme" />
        <Choice
          name="reading"
          label="Size of reading text"
          hint="Of lessons and tasks, where your browser’s own size is 16 px."
        >
          <p className="mt-3 max-w-measure font-serif text-read">
            A lease lends a right out for a fixed time that lender and holder both count, so that silence
            gives it back.
          </p>
        </Choice>
        <Choice
          name="motion"
          label="Motion"
          hint="Reduced: figures stand still until you start them, and nothing slides."
        />
      </Group>
      <Group title="Editor">
        <Choice
          name="editor"
          label="Kind"
          hint="Plain text is a text area: what touch devices get, and what some screen readers work better with. Run, Submit and the diagram are the same."
        />
        <Choice name="codePx" label="Size of code">
          <p className="mt-3 overflow-x-auto rounded-md border border-hairline bg-raised px-3 py-2 font-mono text-code">
            <code>if (mono - grantedAt &gt;= term) release()</code>
          </p>
        </Choice>
        <Switch
          name="vim"
          label="Vim keys"
          hint={
            editor === 'plain'
              ? 'For the full editor; the plain one leaves keys to the browser.'
              : 'Normal, insert and visual mode, with a status line. In normal mode Tab leaves the editor.'
          }
        />
      </Group>
      <Group title="Keys">
        <Switch
          name="singleKeys"
          label="Shortcuts of a single key"
          hint="Such as ? for the list of shortcuts. Switch them off when speech input or a slip sets them off; those with Ctrl or ⌘ stay."
        />
      </Group>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-6 border-hairline border-t pt-6 md:grid-cols-[10rem_1fr]"
    >
      <h2 id={id} className="font-serif text-head">
        {title}
      </h2>
      <div className="flex flex-col gap-8">{children}</div>
    </section>
  )
}

function Choice({
  name,
  label,
  hint,
  children,
}: {
  name: keyof typeof choices
  label: string
  hint?: string
  children?: ReactNode
}) {
  const chosen = usePreferences()[name]
  const hintId = useId()
  return (
    <fieldset aria-describedby={hint ? hintId : undefined}>
      <legend className="font-medium">{label}</legend>
      {hint && (
        <p id={hintId} className="max-w-[34rem] text-muted text-note">
          {hint}
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
        {choices[name].map(([value, text]) => (
          <label key={value} className="flex min-h-8 items-center gap-2">
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose({ [name]: value })}
              className="size-4 accent-accent"
            />
            {text}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  )
}

function Switch({ name, label, hint }: { name: 'vim' | 'singleKeys'; label: string; hint: string }) {
  const isOn = usePreferences()[name]
  const hintId = useId()
  return (
    <div>
      <label className="flex min-h-8 items-center gap-2 font-medium">
        <input
          type="checkbox"
          checked={isOn}
          onChange={() => choose({ [name]: !isOn })}
          aria-describedby={hintId}
          className="size-4 accent-accent"
        />
        {label}
      </label>
      <p id={hintId} className="max-w-[34rem] text-muted text-note">
        {hint}
      </p>
    </div>
  )
}
