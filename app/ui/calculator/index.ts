/**
 * What a calculator of a reference page is made of: checked inputs, a plot, and the result in words.
 *
 *     const [given, fields] = useInputs({ rate: { label: 'Arrivals', unit: '/s', initial: 200, min: 0.001, max: 1e6 } })
 *     <Calculator fields={fields} result={given && <Facts rows={[…]} />}>{given && <Plot … />}</Calculator>
 */
export { Calculator, Facts } from './calculator.tsx'
export { type Line, type Mark, Plot } from './plot.tsx'
export { duration, percent, significant } from './say.ts'
export { ticksTo } from './ticks.ts'
export { useInputs } from './use-inputs.tsx'
