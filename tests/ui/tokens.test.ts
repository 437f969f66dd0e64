import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Oklch = [lightness: number, chroma: number, hue: number]
type Rgb = [number, number, number]

const css = readFileSync('app/ui/tokens.css', 'utf8')
const tokens = parseTokens(css)
const themes = ['light', 'dark'] as const
const grounds = ['--paper', '--raised', '--sunken']
const lanes = Array.from({ length: 8 }, (_, at) => `--lane-${at + 1}`)

describe.each(themes)('tokens, %s theme', (theme) => {
  const colour = (name: string) => {
    const found = tokens.get(name)?.[theme === 'light' ? 0 : 1]
    if (!found) throw new Error(`${name} is not a light-dark(oklch(…), oklch(…)) token`)
    return found
  }
  const contrast = (one: string, other: string) => contrastOf(colour(one), colour(other))

  test.each([...tokens.keys()])('%s can be shown on an sRGB screen', (name) => {
    for (const channel of linearRgb(colour(name))) {
      expect(channel).toBeGreaterThan(-0.002)
      expect(channel).toBeLessThan(1.002)
    }
  })

  test('ink and muted ink reach 7:1 on every ground', () => {
    for (const ink of ['--ink', '--ink-muted']) {
      for (const ground of grounds)
        expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(7)
    }
  })

  test('interactive, fault and pass text reach 4.5:1 on every ground and on their wash', () => {
    for (const name of ['--accent', '--fault', '--pass']) {
      for (const ground of [...grounds, `${name}-wash`]) {
        expect(contrast(name, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
    expect(contrast('--accent-ink', '--accent')).toBeGreaterThanOrEqual(4.5)
  })

  test('ink reaches 7:1 on every wash', () => {
    for (const wash of ['--accent-wash', '--fault-wash', '--pass-wash']) {
      expect(contrast('--ink', wash), wash).toBeGreaterThanOrEqual(7)
    }
  })

  test('code reaches 4.5:1 on the code ground and on marked lines', () => {
    for (const name of [...tokens.keys()].filter((key) => key.startsWith('--code-token-'))) {
      for (const ground of ['--sunken', '--accent-wash']) {
        expect(contrast(name, ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  test('strokes and lanes reach 3:1 on paper', () => {
    for (const name of ['--stroke', ...lanes])
      expect(contrast(name, '--paper'), name).toBeGreaterThanOrEqual(3)
  })

  test.each(Object.keys(eyes))('no two lanes look alike, and none like a fault, to %s eyes', (eye) => {
    const look = (name: string) => seenBy(eyes[eye as keyof typeof eyes], colour(name))
    for (const [at, lane] of lanes.entries()) {
      for (const other of [...lanes.slice(at + 1), '--fault']) {
        expect(distance(look(lane), look(other)), `${lane} and ${other}`).toBeGreaterThan(0.075)
      }
    }
  })
})

function parseTokens(source: string): Map<string, [Oklch, Oklch]> {
  const one = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`
  const rule = new RegExp(String.raw`(--[a-z0-9-]+):\s*light-dark\(${one}, ${one}\)`, 'g')
  return new Map(
    [...source.matchAll(rule)].map((match) => {
      const [l1 = 0, c1 = 0, h1 = 0, l2 = 0, c2 = 0, h2 = 0] = match.slice(2).map(Number)
      return [
        match[1] ?? '',
        [
          [l1, c1, h1],
          [l2, c2, h2],
        ],
      ]
    }),
  )
}

/** OKLCH to linear sRGB, after https://bottosson.github.io/posts/oklab/. */
function linearRgb([lightness, chroma, hue]: Oklch): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function oklab([red, green, blue]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** WCAG 2.2, relative luminance. */
function contrastOf(one: Oklch, other: Oklch): number {
  const luminance = (colour: Oklch) => {
    const [red, green, blue] = linearRgb(colour).map((channel) => Math.min(1, Math.max(0, channel))) as Rgb
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** How full colour blindness sees linear sRGB: Machado, Oliveira and Fernandes 2009, table 1. */
const eyes = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} satisfies Record<string, Rgb[]>

function seenBy(eye: Rgb[], colour: Oklch): Rgb {
  const rgb = linearRgb(colour).map((channel) => Math.min(1, Math.max(0, channel)))
  const seen = eye.map((row) =>
    Math.max(
      0,
      row.reduce((sum, weight, at) => sum + weight * (rgb[at] ?? 0), 0),
    ),
  )
  return oklab(seen as Rgb)
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)))
}
