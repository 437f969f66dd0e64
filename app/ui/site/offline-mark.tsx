'use client'
import { WifiOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'

/** In the header: the browser says that it has no network. */
export function OfflineMark() {
  const online = useOnline()
  return (
    <span role="status" className="text-muted text-note">
      {!online && (
        <span className="inline-flex items-center gap-1.5">
          <WifiOff size={14} strokeWidth={1.75} aria-hidden />
          Offline
        </span>
      )}
    </span>
  )
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener('online', onChange)
      window.addEventListener('offline', onChange)
      return () => {
        window.removeEventListener('online', onChange)
        window.removeEventListener('offline', onChange)
      }
    },
    () => navigator.onLine,
    () => true,
  )
}
