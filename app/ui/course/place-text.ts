import type { Resume } from '@/lib/paths/index.ts'

/** Where the learner was last, in words: 'Timeout, how it works', 'Timeout, line 24 of the exercise' or '… of stage 2'. */
export function placeText(resume: Resume): string {
  if (resume.kind === 'exercise') {
    const { title, line, stage } = resume
    return `${title}, line ${line} of ${stage ? `stage ${stage.number}` : 'the exercise'}`
  }
  const section = resume.section?.replaceAll('-', ' ')
  return section ? `${resume.title}, ${section}` : `${resume.title}, the lesson`
}
