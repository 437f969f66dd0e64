'use client'
import { Button } from '@/app/ui/button.tsx'
import { diffLines } from './diff.ts'

/** Two devices edited the draft: shows what differs and lets the learner choose. Nothing is dropped unseen. */
export function Conflict({
  mine,
  theirs,
  onChoose,
}: {
  mine: string
  theirs: string
  onChoose: (choice: 'mine' | 'theirs') => void
}) {
  const lines = diffLines(theirs, mine).filter((l) => l.kind !== 'same')
  return (
    <div role="alert" className="max-h-1/2 overflow-y-auto border-hairline border-b bg-paper p-4">
      <p>
        This draft was saved in another tab or device after you opened it here. {lines.length} lines differ: −
        is there, + is here.
      </p>
      <pre className="my-3 overflow-x-auto font-mono text-note">
        {lines.slice(0, 40).map((l, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
          <div key={i} className={l.kind === 'added' ? 'bg-pass-wash' : 'bg-fault-wash'}>
            {l.kind === 'added' ? '+ ' : '− '}
            {l.text}
          </div>
        ))}
      </pre>
      <div className="flex gap-2">
        <Button size="small" onClick={() => onChoose('mine')}>
          Keep what is here
        </Button>
        <Button size="small" onClick={() => onChoose('theirs')}>
          Take what is there
        </Button>
      </div>
    </div>
  )
}
