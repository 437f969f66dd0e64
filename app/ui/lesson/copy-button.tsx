'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

/** Copies the code of the figure it stands in. */
export function CopyButton() {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  return (
    <button
      type="button"
      className="inline-flex h-8 items-center gap-1.5 rounded-md px-2 hover:text-ink"
      onClick={async (event) => {
        const code = event.currentTarget.closest('figure')?.querySelector('code')
        try {
          await navigator.clipboard.writeText(code?.textContent ?? '')
          setState('copied')
        } catch {
          setState('refused')
        }
      }}
      onBlur={() => setState('idle')}
    >
      {state === 'copied' ? (
        <Check size={14} strokeWidth={1.75} aria-hidden />
      ) : (
        <Copy size={14} strokeWidth={1.75} aria-hidden />
      )}
      <span aria-live="polite">{labels[state]}</span>
    </button>
  )
}

const labels = { idle: 'Copy', copied: 'Copied', refused: 'Select and copy by hand' }
