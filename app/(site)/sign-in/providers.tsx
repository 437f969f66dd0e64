'use client'
import { useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { postJson } from '@/app/ui/post-json.ts'

/** One button per provider that this installation has switched on. */
export function Providers({
  providers,
  callbackUrl,
}: {
  providers: readonly { id: string; name: string }[]
  callbackUrl: string
}) {
  const [problem, setProblem] = useState<string | null>(null)
  if (providers.length === 0) return null
  const go = async (provider: string) => {
    const answer = await postJson<{ url: string }>('/api/account/sign-in-with', { provider, callbackUrl })
    if (answer.ok) window.location.assign(answer.value.url)
    else setProblem(answer.message)
  }
  return (
    <div className="mt-10 flex max-w-96 flex-col items-start gap-3 border-hairline border-t pt-6">
      {providers.map(({ id, name }) => (
        <Button key={id} onClick={() => go(id)}>
          Continue with {name}
        </Button>
      ))}
      <p role="alert">{problem}</p>
    </div>
  )
}
