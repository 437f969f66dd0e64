import type { Metadata } from 'next'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { SettingsForm } from './settings-form.tsx'

export const metadata: Metadata = {
  title: 'Settings',
  description: 'Theme, text sizes, the editor, motion and keys.',
}

export default function SettingsPage() {
  return (
    <Page>
      <PageHeader
        title="Settings"
        lede="Every choice takes effect at once. It is kept in this browser and, when you are signed in, with your account, so that it follows you to other devices."
      />
      <noscript>
        <p className="mb-8 max-w-measure">
          Choices are kept and applied by a script. Without scripts the pages follow your system: its theme,
          its text size, its wish for less motion.
        </p>
      </noscript>
      <SettingsForm />
    </Page>
  )
}
