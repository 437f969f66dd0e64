import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './globals.css'
import { mono, sans, serif } from './ui/fonts.ts'
import { KeepOffline } from './ui/offline/keep-offline.tsx'
import { PaletteHost } from './ui/palette/host.tsx'
import { SiteFooter } from './ui/site/footer.tsx'
import { SiteHeader } from './ui/site/header.tsx'

const DevRefresh =
  process.env.NODE_ENV === 'development' ? (await import('./ui/dev-refresh.tsx')).DevRefresh : null

/** In development every edit would be another version to keep. */
const worksOffline = process.env.NODE_ENV === 'production' || process.env.NEXT_PUBLIC_OFFLINE === '1'

export const metadata: Metadata = {
  title: { default: 'Faultline', template: '%s · Faultline' },
  description:
    'Learn distributed systems by writing TypeScript that is judged in a simulated cluster, and stepping through the run that breaks it.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // theme.js sets data-theme before React arrives, hence the suppressed warning.
    <html
      lang="en"
      className={`${serif.variable} ${sans.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <head>
        {/* Blocking on purpose: a theme that arrives after the first paint flashes. */}
        <script src={`/theme.js?v=${process.env.NEXT_PUBLIC_THEME_KEY}`} />
      </head>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="sr-only rounded-md bg-raised px-4 py-2 text-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:shadow-float"
        >
          Skip to content
        </a>
        <SiteHeader />
        <main id="main" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <SiteFooter />
        <PaletteHost />
        {worksOffline && <KeepOffline />}
        {DevRefresh && <DevRefresh />}
      </body>
    </html>
  )
}
