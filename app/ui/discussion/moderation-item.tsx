'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { ReasonForm } from './reason-form.tsx'
import { send } from './send.ts'

/** What a moderator can decide about a contribution. */
export function ModerationItem({ id, hidden, reported }: { id: string; hidden: boolean; reported: boolean }) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const change = hidden ? 'unhide' : 'hide'
  const decide = async (body: object) => {
    const refused = await send('POST', `/api/posts/${id}/moderation`, body)
    if (refused === null) {
      setAsking(false)
      router.refresh()
    }
    return refused
  }
  if (asking) {
    return (
      <ReasonForm
        label={hidden ? 'Why is it shown again?' : 'Why is it hidden? Its author reads this.'}
        submitLabel={hidden ? 'Show again' : 'Hide'}
        onCancel={() => setAsking(false)}
        onSubmit={(reason) => decide({ decision: change, reason })}
      />
    )
  }
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => setAsking(true)}>
        {hidden ? 'Show again' : 'Hide'}
      </Button>
      {reported && (
        <Button size="small" onClick={async () => setProblem(await decide({ decision: 'keep' }))}>
          {hidden ? 'Leave hidden' : 'Keep it'}
        </Button>
      )}
      {problem && <p role="alert">{problem}</p>}
    </div>
  )
}
