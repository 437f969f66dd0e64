'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Only this page is sent it: days are those of the wall calendar where the learner is. */
export const ZONE_COOKIE = 'faultline.zone'
const YEAR_S = 31_536_000

/** Tells the server where the learner is, and asks again when the page was made for another zone. */
export function TimeZone({ shown }: { shown: string }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (zone === shown) return
    // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is not in every browser yet.
    document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(zone)}; path=/progress; max-age=${YEAR_S}; samesite=lax`
    router.refresh()
  }, [shown, router])
  return null
}
