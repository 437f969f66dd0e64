'use client'
import { Fault } from './ui/site/fault.tsx'

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return <Fault digest={props.error.digest} onRetry={props.reset} />
}
