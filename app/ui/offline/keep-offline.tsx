'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { FILES_META, isFile, isKeptPage } from './rules.ts'

/** After the page has come alive: it goes first. */
const AFTER_MS = 2_000

/** Registers the service worker, and tells it which page is open and what it needs. Shows nothing. */
export function KeepOffline() {
  const pathname = usePathname()
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const timer = setTimeout(() => void keep(pathname), AFTER_MS)
    return () => clearTimeout(timer)
  }, [pathname])
  return null
}

async function keep(pathname: string) {
  try {
    await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
    if (!isKeptPage(pathname) || location.pathname !== pathname) return
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage({ page: location.href, files: filesOf() })
  } catch {
    // No network just now, or a browser that does not want one: the site works without.
  }
}

/** What this page has loaded, and what it says that it will need. The editor is for pointers that hit; phones have another. */
function filesOf(): string[] {
  const loaded = performance.getEntriesByType('resource').map((entry) => entry.name)
  const named = [...document.querySelectorAll<HTMLMetaElement>(`meta[name="${FILES_META}"]`)].flatMap((m) =>
    m.content.split(' '),
  )
  const hasEditor = matchMedia('(pointer: fine)').matches
  const urls = [...loaded, ...named].map((address) => new URL(address, location.href))
  const wanted = urls.filter(
    (url) => isFile(url.pathname) && (hasEditor || !url.pathname.startsWith('/monaco/')),
  )
  return [...new Set(wanted.map((url) => url.href))]
}
