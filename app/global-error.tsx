'use client'
import './globals.css'
import { mono, sans, serif } from './ui/fonts.ts'
import { Fault } from './ui/site/fault.tsx'

/** Stands in for the whole document when the layout itself breaks. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" className={`${serif.variable} ${sans.variable} ${mono.variable}`}>
      <head>
        <title>This page broke · Faultline</title>
      </head>
      <body>
        <main>
          <Fault digest={props.error.digest} onRetry={props.reset} />
        </main>
      </body>
    </html>
  )
}
