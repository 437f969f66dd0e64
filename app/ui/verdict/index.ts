export type { ReplayKill } from './mutants.tsx'
export { VerdictPanel, type VerdictPanelProps } from './verdict-panel.tsx'
export { wordOf } from './words.ts'
