'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { choose, usePreferences } from '../preferences/store.ts'

const themes = {
  system: { icon: Monitor, next: 'light', label: 'system' },
  light: { icon: Sun, next: 'dark', label: 'light' },
  dark: { icon: Moon, next: 'system', label: 'dark' },
} as const

/** Steps through system, light, dark. */
export function ThemeToggle() {
  const { theme } = usePreferences()
  const { icon: Icon, next, label } = themes[theme]
  return (
    <button
      type="button"
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      aria-label={`Theme: ${label}. Change to ${themes[next].label}`}
      title={`Theme: ${label}`}
      onClick={() => choose({ theme: next })}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
