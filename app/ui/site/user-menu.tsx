'use client'
import NextLink from 'next/link'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { urls } from '@/app/urls.ts'
import { postJson } from '../post-json.ts'
import { saveOpenDrafts } from '../workbench/open-drafts.ts'
import type { AccountUser } from './account-store.ts'
import { leaveNothing } from './leave.ts'
import { NameButton } from './name-button.tsx'
import { placesOf } from './places.ts'

const item =
  'flex h-9 cursor-pointer items-center rounded-[4px] px-3 outline-none data-[highlighted]:bg-accent-wash'

/** Fetched when it is opened for the first time, and opens at once. */
export default function UserMenu({ user }: { user: AccountUser }) {
  const [failed, setFailed] = useState<string | null>(null)
  const signOut = async (event: Event, everywhere: boolean) => {
    // The menu stays open until the server has answered, so that a failure has a place.
    event.preventDefault()
    // While it is still theirs to save.
    await saveOpenDrafts()
    const answer = await postJson<{ url: string }>('/api/account/sign-out', { everywhere })
    if (!answer.ok) return setFailed(answer.message)
    await leaveNothing()
    window.location.assign(answer.value.url)
  }
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <NameButton user={user} />
      </DropdownMenu.Trigger>
      {/* Not in a portal: the menu belongs to the header's landmark, for screen readers too. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        className="z-50 w-64 rounded-md border border-hairline bg-raised p-1 shadow-float"
      >
        <DropdownMenu.Label className="px-3 py-2 text-muted text-note">
          <span className="block truncate">{user.email}</span>
          {user.role !== 'LEARNER' && <span className="block">{user.role.toLowerCase()}</span>}
        </DropdownMenu.Label>
        {placesOf('menu').map(({ label, href }) => (
          <DropdownMenu.Item key={href} asChild>
            <NextLink href={href} prefetch={false} className={item}>
              {label}
            </NextLink>
          </DropdownMenu.Item>
        ))}
        {user.role !== 'LEARNER' && (
          <DropdownMenu.Item asChild>
            <NextLink href={urls.moderation()} prefetch={false} className={item}>
              Moderation
            </NextLink>
          </DropdownMenu.Item>
        )}
        <DropdownMenu.Separator className="my-1 border-hairline border-t" />
        <DropdownMenu.Item className={item} onSelect={(event) => void signOut(event, false)}>
          Sign out
        </DropdownMenu.Item>
        <DropdownMenu.Item className={item} onSelect={(event) => void signOut(event, true)}>
          End all sessions
        </DropdownMenu.Item>
        <p role="alert" className={failed ? 'px-3 py-2 text-note' : 'hidden'}>
          {failed}
        </p>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
