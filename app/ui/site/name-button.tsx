import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from '../button.tsx'
import type { AccountUser } from './account-store.ts'

export function NameButton({ user, ...rest }: { user: AccountUser } & ComponentProps<typeof Button>) {
  return (
    <Button size="small" look="quiet" className="min-w-20 justify-end" {...rest}>
      <span className="max-w-32 truncate">{user.name ?? user.email}</span>
      <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
    </Button>
  )
}
