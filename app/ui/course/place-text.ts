import type { Resume } from '@/lib/paths/index.ts'

/** Where the learner was last, in words: 'Timeout, how it works' or 'Timeout, line 24 of the exercise'. */
export function placeText(resume: Resume): string {
  if (resume.kind === 'exercise') return `${resume.title}, line ${resume.line} of the exercise`
  const section = resume.section?.replaceAll('-', ' ')
  return section ? `${resume.title}, ${section}` : `${resume.title}, the lesson`
}
