import type { Kind } from '@/lib/search/index.ts'

export const kindNames = {
  lesson: { one: 'Lesson', many: 'Lessons' },
  pattern: { one: 'Pattern', many: 'Patterns' },
  exercise: { one: 'Exercise', many: 'Exercises' },
  page: { one: 'Page', many: 'Pages' },
} as const satisfies Record<Kind, { one: string; many: string }>
