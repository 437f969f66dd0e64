import type { Metadata } from 'next'
import { AccountForm } from '@/app/ui/account-form.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { PASSWORD_LENGTH } from '@/lib/auth/index.ts'
import { type AccountPageProps, readAccountPage } from '../account-page.tsx'
import { Providers } from '../sign-in/providers.tsx'

export const metadata: Metadata = { title: 'Sign up', robots: { index: false } }

export default async function SignUpPage(props: AccountPageProps) {
  const { next, providers } = await readAccountPage(props)
  return (
    <Page>
      <PageHeader
        title="Sign up"
        lede={
          <>
            An account keeps your drafts, submissions and progress. You have one already?{' '}
            <Link href={urls.signIn(next === '/' ? undefined : next)}>Sign in</Link>.
          </>
        }
      />
      <AccountForm
        action="/api/account/sign-up"
        submit="Sign up"
        callbackUrl={next}
        fields={[
          { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
          {
            name: 'name',
            label: 'Name, if you like',
            type: 'text',
            autoComplete: 'name',
            required: false,
            hint: 'Shown beside what you write in discussions, and to teachers of courses you join.',
          },
          {
            name: 'password',
            label: 'Password',
            type: 'password',
            autoComplete: 'new-password',
            hint: `At least ${PASSWORD_LENGTH.min} characters; a few unrelated words are good.`,
          },
        ]}
      >
        <p className="text-muted text-note">
          <Link href={urls.legal()}>What is stored</Link>
        </p>
      </AccountForm>
      <Providers providers={providers} callbackUrl={next} />
    </Page>
  )
}
