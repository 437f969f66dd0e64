import NextLink from 'next/link'
import { urls } from '@/app/urls.ts'
import { HeaderContinue } from '../course/continue.tsx'
import { PaletteButton } from '../palette/palette-button.tsx'
import { DueCount } from '../review/due-count.tsx'
import { Account } from './account.tsx'
import { NavLinks } from './nav-links.tsx'
import { OfflineMark } from './offline-mark.tsx'
import { placesOf } from './places.ts'
import { ThemeToggle } from './theme-toggle.tsx'
import { Wordmark } from './wordmark.tsx'

export function SiteHeader() {
  return (
    <header className="border-hairline border-b print:hidden">
      {/* Over the workbench as wide as its bar, so that the two line up. */}
      <div className="page-x mx-auto flex in-[:has([data-workbench])]:max-w-none in-[:has([data-workbench])]:px-4 min-h-14 max-w-[88rem] flex-wrap items-center gap-x-6 gap-y-0 py-2">
        <NextLink
          href={urls.home()}
          prefetch={false}
          className="rounded-md py-1"
          aria-label="Faultline, home"
        >
          <Wordmark />
        </NextLink>
        <nav aria-label="Main" className="order-last flex -ml-3 w-full sm:order-none sm:ml-0 sm:w-auto">
          <NavLinks places={placesOf('header').map(({ label, href }) => ({ label, href }))} />
          {/* Last in its row, so that nothing moves when the number comes. */}
          <HeaderContinue />
          <DueCount />
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <OfflineMark />
          <PaletteButton />
          <ThemeToggle />
          <Account />
        </div>
      </div>
    </header>
  )
}
