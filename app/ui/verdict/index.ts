export { VerdictPanel, type VerdictPanelProps } from './verdict-panel.tsx'
