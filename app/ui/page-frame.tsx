import type { ReactNode } from 'react'

/** The width and the side margins of every page that is not a workbench. */
export function Page({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`page-x mx-auto w-full max-w-[88rem] ${className}`}>{children}</div>
}
