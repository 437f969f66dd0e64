'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ZONE_COOKIE } from './zone-cookie.ts'

const YEAR_S = 31_536_000

/** Tells the server where the learner is, and asks again when the page was made for another zone. `told`: what it heard. */
export function TimeZone({ told }: { told: string | null }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (zone === told) return
    const cookie = `${ZONE_COOKIE}=${encodeURIComponent(zone)}`
    // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser yet.
    document.cookie = `${cookie}; path=/progress; max-age=${YEAR_S}; samesite=lax`
    // Where cookies are blocked, the days stay those of UTC.
    if (document.cookie.includes(cookie)) router.refresh()
  }, [told, router])
  return null
}
