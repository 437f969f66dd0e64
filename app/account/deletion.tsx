'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Dialog } from '@/app/ui/dialog.tsx'
import { Field } from '@/app/ui/field.tsx'
import { postJson } from '@/app/ui/post-json.ts'
import type { AccountFacts } from '@/lib/account/index.ts'

/** The one thing here that cannot be undone, so it asks, and says what goes and what stays. */
export function Deletion({
  email,
  hasPassword,
  counts,
}: {
  email: string
  hasPassword: boolean
  counts: AccountFacts['counts']
}) {
  const [problem, setProblem] = useState<string>()
  const [sending, setSending] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const proof = String(new FormData(event.currentTarget).get('proof') ?? '')
    setSending(true)
    const answer = await postJson<{ url: string }>(
      '/api/account',
      hasPassword ? { password: proof } : { email: proof },
      'DELETE',
    )
    if (!answer.ok) {
      setSending(false)
      return setProblem(answer.message)
    }
    forgetThisBrowser()
    window.location.assign(answer.value.url)
  }
  return (
    <>
      <p className="mb-4 max-w-measure text-muted">
        Gone at once, and for good: the account, {countText(counts)}, progress, notes, answers and settings.
        Links to certificates stop working. What you wrote in discussions is emptied and loses your name; the
        answers of others stay. Backups of this installation hold what they held until they are replaced.
      </p>
      <Dialog
        title="Delete the account"
        description={`All that belongs to ${email} is deleted now. There is no way back.`}
        trigger={<Button>Delete the account</Button>}
      >
        <form onSubmit={send} noValidate className="flex flex-col items-start gap-4">
          <p>
            If you want to keep a copy, download it first:{' '}
            <a href="/api/account/export" download className="link">
              your data as JSON
            </a>
            .
          </p>
          <Field
            label={hasPassword ? 'Your password' : 'Your email address, typed out'}
            name="proof"
            type={hasPassword ? 'password' : 'email'}
            autoComplete={hasPassword ? 'current-password' : 'off'}
            error={problem}
            className="w-full"
          />
          <Button type="submit" disabled={sending}>
            {sending ? 'One moment' : 'Delete it now'}
          </Button>
        </form>
      </Dialog>
    </>
  )
}

function countText({ submissions, drafts, posts, certificates }: AccountFacts['counts']): string {
  const parts = [
    [submissions, 'submission', 'submissions'],
    [drafts, 'draft', 'drafts'],
    [posts, 'post', 'posts'],
    [certificates, 'certificate', 'certificates'],
  ] as const
  return parts
    .filter(([n], at) => n > 0 || at === 0)
    .map(([n, one, many]) => `${n} ${n === 1 ? one : many}`)
    .join(', ')
}

/** Drafts and positions that this browser keeps belong to the account as well. */
function forgetThisBrowser(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('faultline:')) localStorage.removeItem(key)
  } catch {
    // Storage is blocked: then nothing of it was kept.
  }
}
