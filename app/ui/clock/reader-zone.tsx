'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ZONE_COOKIE } from './clock.ts'

const YEAR_S = 31_536_000

/** On a page with times: asks for it again when it was written for another zone. `told`: what the server heard. */
export function ReaderZone({ told }: { told: string | null }) {
  const router = useRouter()
  useEffect(() => {
    // Where cookies are blocked, the times stay those of UTC and say so.
    if (zoneHere() !== told && keepZone()) router.refresh()
  }, [told, router])
  return null
}

/** Tells the server where the reader is; false where no cookie is taken. Before signing in, no page with times has to come twice. */
export function keepZone(): boolean {
  const cookie = `${ZONE_COOKIE}=${encodeURIComponent(zoneHere())}`
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser yet.
  document.cookie = `${cookie}; path=/; max-age=${YEAR_S}; samesite=lax`
  return document.cookie.includes(cookie)
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
