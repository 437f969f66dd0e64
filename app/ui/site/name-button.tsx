import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from '../button.tsx'
import type { AccountUser } from './account-store.ts'

export function NameButton({ user, ...rest }: { user: AccountUser } & ComponentProps<typeof Button>) {
  return (
    <Button size="small" look="quiet" className="min-w-20 justify-end" {...rest}>
      {/* On a phone as much as leaves the header two rows; the menu has the address in full. */}
      <span className="max-w-[clamp(4rem,100vw-19rem,8rem)] truncate">{user.name ?? user.email}</span>
      <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
    </Button>
  )
}
