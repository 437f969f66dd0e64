import type { NextStep, Resume } from '@/lib/paths/index.ts'
import { lessonHref } from './lesson-href.ts'
import { urls } from './urls.ts'

/** The very place: the section of the lesson, or the exercise in its stage, which opens its editor at the cursor. */
export function hrefOfResume(resume: Resume): string {
  if (resume.kind === 'exercise') return urls.exercise(resume.slug, resume.stage?.id)
  const lesson = lessonHref(resume.slug) ?? urls.pattern(resume.slug)
  return resume.section ? `${lesson}#${encodeURIComponent(resume.section)}` : lesson
}

export function hrefOfStep(step: NextStep): string {
  if (step.exercise) return urls.exercise(step.exercise)
  return lessonHref(step.slug) ?? urls.pattern(step.slug)
}
