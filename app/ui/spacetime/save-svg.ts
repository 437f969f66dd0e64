import { type Layout, renderSvg } from '@/lib/spacetime/index.ts'

const tokens = [
  'ink',
  'ink-muted',
  'paper',
  'raised',
  'hairline',
  'accent',
  'fault',
  ...Array.from({ length: 8 }, (_, i) => `lane-${i + 1}`),
]

/** Saves the picture as a file that stands alone: colours as plain sRGB, which every program reads, and a style for the night. */
export function saveSvg(l: Layout, name: string): void {
  const svg = renderSvg(l, {
    palette: paletteOf(document.body, 'light'),
    night: paletteOf(document.body, 'dark'),
    background: true,
  })
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.svg`
  link.click()
  URL.revokeObjectURL(url)
}

function paletteOf(within: HTMLElement, scheme: 'light' | 'dark'): Record<string, string> {
  const probe = document.createElement('span')
  // The tokens are light-dark() pairs, which follow the scheme of the element that uses them.
  probe.style.colorScheme = scheme
  within.append(probe)
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const out: Record<string, string> = {}
  for (const token of tokens) {
    probe.style.color = `var(--${token})`
    if (!pixel) continue
    pixel.fillStyle = getComputedStyle(probe).color
    pixel.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = pixel.getImageData(0, 0, 1, 1).data
    out[token] = `#${[r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('')}`
  }
  probe.remove()
  return out
}
