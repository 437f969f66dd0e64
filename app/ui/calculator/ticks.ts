/** Round numbers from zero to at least `top`, four or five of them, the last one the end of the axis. */
export function ticksTo(top: number): number[] {
  const raw = top / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10) * power
  return Array.from({ length: Math.ceil((top / step) * 0.999) + 1 }, (_, i) =>
    Number((i * step).toPrecision(12)),
  )
}
