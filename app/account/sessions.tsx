'use client'
import { useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { postJson } from '@/app/ui/post-json.ts'
import { leaveNothing } from '@/app/ui/site/leave.ts'

/** Signs out everywhere, here included. */
export function EndSessions() {
  const [problem, setProblem] = useState<string | null>(null)
  const end = async () => {
    const answer = await postJson<{ url: string }>('/api/account/sign-out', { everywhere: true })
    if (!answer.ok) return setProblem(answer.message)
    await leaveNothing()
    window.location.assign(answer.value.url)
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={end}>End all sessions</Button>
      <span role="alert">{problem}</span>
    </div>
  )
}
