import type { Metadata } from 'next'
import { AccountForm } from '@/app/ui/account-form.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { type AccountPageProps, readAccountPage } from '../account-page.tsx'
import { Providers } from './providers.tsx'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

/** next-auth's codes for a provider's way back that failed, as far as a person can do something about them. */
const problems: Record<string, string> = {
  OAuthAccountNotLinked:
    'There is an account with this email address that signs in another way. Use the way you signed up with.',
  AccessDenied: 'The provider did not let you in. Try again, or sign in another way.',
}

export default async function SignInPage(props: AccountPageProps) {
  const { next, error, providers } = await readAccountPage(props)
  const failed =
    error && (problems[error] ?? 'Signing in with the provider failed. Try again, or sign in another way.')
  return (
    <Page>
      <PageHeader
        title="Sign in"
        lede={
          <>
            No account yet? <Link href={urls.signUp(next === '/' ? undefined : next)}>Sign up</Link>. Reading
            and running code need none.
          </>
        }
      />
      <AccountForm
        action="/api/account/sign-in"
        submit="Sign in"
        callbackUrl={next}
        problem={failed || undefined}
        fields={[
          { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
      />
      <p className="mt-6 max-w-96 text-pretty text-muted">
        Forgot your password? This site sends no mail. Ask whoever runs it, or your instructor, to have a new
        one set.
      </p>
      <Providers providers={providers} callbackUrl={next} />
    </Page>
  )
}
