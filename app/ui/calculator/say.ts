/** A number with three significant digits, never in exponents between a millionth and a billion. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '∞'
  if (value !== 0 && (Math.abs(value) >= 1e9 || Math.abs(value) < 1e-6))
    return value.toExponential(digits - 1)
  return value.toLocaleString('en', { maximumSignificantDigits: digits })
}

/** A probability as a percentage, with as many digits as tell it from 100 % and from 0 %. */
export function percent(p: number): string {
  if (p >= 1) return '100 %'
  if (p <= 0) return '0 %'
  const rest = Math.min(p, 1 - p) * 100
  const digits = rest >= 1 ? 1 : Math.min(12, 1 + Math.ceil(-Math.log10(rest)))
  const said = (p * 100).toFixed(digits)
  return `${Number(said) === 100 ? `more than 99.${'9'.repeat(digits)}` : said.replace(/\.?0+$/, '')} %`
}

/** Seconds as people say them: 12.5 ms, 3.2 s, 4 min 20 s, 8 h 46 min, 3.7 days. */
export function duration(s: number): string {
  if (!Number.isFinite(s)) return 'without end'
  if (s === 0) return '0 s'
  if (s < 0.001) return `${significant(s * 1e6)} µs`
  if (s < 1) return `${significant(s * 1000)} ms`
  if (s < 60) return `${significant(s)} s`
  if (s < 3600) return both(s / 60, 'min', 60, 's')
  if (s < 86_400) return both(s / 3600, 'h', 60, 'min')
  return `${significant(s / 86_400)} days`
}

function both(value: number, unit: string, per: number, small: string): string {
  const rounded = Math.round(value * per)
  const rest = rounded % per
  return `${Math.floor(rounded / per)} ${unit}${rest > 0 ? ` ${rest} ${small}` : ''}`
}
