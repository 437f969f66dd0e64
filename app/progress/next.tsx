import { hrefOfStep } from '@/app/course-href.ts'
import { Button } from '@/app/ui/button.tsx'
import { placeText } from '@/app/ui/course/place-text.ts'
import { Link } from '@/app/ui/link.tsx'
import { urls } from '@/app/urls.ts'
import type { NextStep, Resume } from '@/lib/paths/index.ts'
import { Section } from './section.tsx'

/** The next best step with its reason, and the place where one was last. */
export function Next({ step, resume }: { step: NextStep | null; resume: Resume | null }) {
  return (
    <Section id="next" title="Next">
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
        <div className="flex flex-col items-start gap-3">
          {step ? (
            <>
              <p className="font-serif text-head">
                {verbs[step.do]} {step.title}
              </p>
              <p className="max-w-measure text-muted">{step.because}</p>
              <Button asChild look="primary">
                <Link href={hrefOfStep(step)} className="">
                  {step.do === 'read' ? 'Open the lesson' : 'Open the exercise'}
                </Link>
              </Button>
            </>
          ) : (
            <>
              <p className="font-serif text-head">All that is ready is passed</p>
              <p className="max-w-measure text-muted">
                The rest of the paths is in preparation. A cost with fewer than three stars can be improved,
                and the library has the patterns to come.
              </p>
              <Button asChild>
                <Link href={urls.library()} className="">
                  Open the library
                </Link>
              </Button>
            </>
          )}
        </div>
        {resume && (
          <div className="flex flex-col items-start gap-3 md:border-hairline md:border-l md:pl-10">
            <p className="text-muted">Where you were last</p>
            <p className="font-serif text-read">{placeText(resume)}</p>
            <Button asChild>
              {/* Not through the router: the server looks up where that is at the click. */}
              <a href={urls.continue()}>Continue</a>
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

const verbs = { submit: 'Go on with', write: 'Write', read: 'Read' } as const
