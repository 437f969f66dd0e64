import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { Link } from '../link.tsx'

export function Account() {
  return (
    <Button asChild size="small">
      <Link href={urls.signIn()} className="">
        Sign in
      </Link>
    </Button>
  )
}
