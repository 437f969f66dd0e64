export { Postmortem } from './postmortem.tsx'
