export { blocksOf, type Choice, merge } from './blocks.ts'
export { Diff } from './diff.tsx'
