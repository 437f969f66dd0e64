'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Development only: renders the page anew on the server when a lesson's or an exercise's text has changed. */
export function DevRefresh() {
  const router = useRouter()
  useEffect(() => {
    const changes = new EventSource('/api/changes')
    let known: number | undefined
    changes.addEventListener('changed', (event) => {
      const { at } = JSON.parse(event.data) as { at: number }
      if (known !== undefined && at !== known) router.refresh()
      known = at
    })
    return () => changes.close()
  }, [router])
  return null
}
