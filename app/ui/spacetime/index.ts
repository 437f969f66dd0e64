export { SpaceTime, type SpaceTimeProps } from './space-time.tsx'
