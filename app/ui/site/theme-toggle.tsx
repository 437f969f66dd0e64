'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'

const themes = {
  system: { icon: Monitor, next: 'light', label: 'system' },
  light: { icon: Sun, next: 'dark', label: 'light' },
  dark: { icon: Moon, next: 'system', label: 'dark' },
} as const

type Theme = keyof typeof themes

/** Steps through system, light, dark. public/theme.js applies the choice before the first paint of the next page. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(watchTheme, currentTheme, () => 'system' as const)
  const { icon: Icon, next, label } = themes[theme]
  return (
    <button
      type="button"
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      aria-label={`Theme: ${label}. Change to ${themes[next].label}`}
      title={`Theme: ${label}`}
      onClick={() => applyTheme(next)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  )
}

function currentTheme(): Theme {
  const theme = document.documentElement.dataset.theme
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function applyTheme(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', theme)
  } catch {
    // Storage is blocked: the choice holds until the page is left.
  }
}

function watchTheme(onChange: () => void) {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
