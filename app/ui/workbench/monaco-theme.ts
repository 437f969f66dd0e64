/** Monaco's colours from the site's own tokens: it takes hexadecimal only, so each token is painted and read back. */

export type Theme = 'light' | 'dark'

export function colours(theme: Theme) {
  const hex = reader(theme)
  const token = (name: string, variable: string, fontStyle?: string) => ({
    token: name,
    foreground: hex(variable).slice(1),
    ...(fontStyle ? { fontStyle } : {}),
  })
  return {
    base: theme === 'dark' ? ('vs-dark' as const) : ('vs' as const),
    inherit: true,
    rules: [
      token('', '--ink'),
      token('keyword', '--code-token-keyword'),
      token('string', '--code-token-string'),
      token('number', '--code-token-constant'),
      token('regexp', '--code-token-string'),
      token('comment', '--code-token-comment', 'italic'),
      token('type', '--code-token-function'),
      token('delimiter', '--code-token-punctuation'),
    ],
    colors: {
      'editor.background': hex('--raised'),
      'editor.foreground': hex('--ink'),
      'editorLineNumber.foreground': hex('--ink-muted'),
      'editorLineNumber.activeForeground': hex('--ink'),
      'editorCursor.foreground': hex('--ink'),
      'editor.selectionBackground': hex('--accent-wash'),
      'editor.lineHighlightBackground': hex('--paper'),
      'editor.lineHighlightBorder': hex('--paper'),
      'editorWidget.background': hex('--raised'),
      'editorWidget.border': hex('--hairline'),
      'editorError.foreground': hex('--fault'),
      // Names that nothing uses yet are underlined; faded, they are too pale to read.
      'editorUnnecessaryCode.opacity': '#000000ff',
      'editorUnnecessaryCode.border': hex('--ink-muted'),
      focusBorder: hex('--accent'),
    },
  }
}

/** Calls back with the theme in force, now and whenever it changes. Returns a function that stops it. */
export function watchTheme(onTheme: (theme: Theme) => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const tell = () => {
    const chosen = document.documentElement.dataset.theme
    onTheme(chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light')
  }
  const observer = new MutationObserver(tell)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  dark.addEventListener('change', tell)
  tell()
  return () => {
    observer.disconnect()
    dark.removeEventListener('change', tell)
  }
}

function reader(theme: Theme): (variable: string) => string {
  const probe = document.createElement('span')
  probe.style.colorScheme = theme
  probe.hidden = true
  document.body.append(probe)
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  const read = (variable: string) => {
    probe.style.color = `var(${variable})`
    if (!pen) return '#808080'
    pen.fillStyle = getComputedStyle(probe).color
    pen.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = pen.getImageData(0, 0, 1, 1).data
    return `#${[r, g, b].map((c) => c.toString(16).padStart(2, '0')).join('')}`
  }
  // The probe is needed only while the theme is being built, within this task.
  queueMicrotask(() => probe.remove())
  return read
}
