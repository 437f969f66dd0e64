/** One number that a calculator asks for. */
export interface InputSpec {
  label: string
  /** Stands after the field; the number is in it. */
  unit: string
  initial: number
  min: number
  max: number
  /** Only whole numbers. */
  whole?: boolean
  /** What the number means, under the label. */
  hint?: string
}

/** The number that was typed, or what came, what was expected and what to do. */
export function parseNumber(text: string, spec: InputSpec): { value: number } | { error: string } {
  const range = `${spec.whole ? 'a whole number' : 'a number'} from ${show(spec.min)} to ${show(spec.max)}`
  const example = `such as ${show(spec.initial)}`
  // A reader may type the unit or group the digits by spaces or commas: 1,000,000 or 99.9 %.
  let bare = text.trim().replace(/[\s_]/g, '')
  const unit = spec.unit.replace(/\s/g, '')
  if (unit && bare.toLowerCase().endsWith(unit.toLowerCase())) bare = bare.slice(0, -unit.length)
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) bare = bare.replaceAll(',', '')
  if (bare === '') return { error: `Nothing is typed. Expected ${range}, ${example}.` }
  if (/^-?\d+,\d+$/.test(bare))
    return { error: `“${text.trim()}” has a comma. Write decimals with a point: ${bare.replace(',', '.')}.` }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare))
    return { error: `“${text.trim()}” is not a number. Expected ${range}, ${example}.` }
  const value = Number(bare)
  if (spec.whole && !Number.isInteger(value))
    return { error: `${show(value)} is not whole. Expected ${range}, ${example}.` }
  if (value < spec.min) return { error: `${show(value)} is too small. Expected ${range}.` }
  if (value > spec.max) return { error: `${show(value)} is too large. Expected ${range}.` }
  return { value }
}

function show(value: number): string {
  return Math.abs(value) >= 1e-6 || value === 0
    ? value.toLocaleString('en', { maximumSignificantDigits: 12 })
    : String(value)
}
