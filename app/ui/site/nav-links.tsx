'use client'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import { urls } from '@/app/urls.ts'

const places = [
  { label: 'Learn', href: urls.learn() },
  { label: 'Library', href: urls.library() },
  { label: 'Progress', href: urls.progress() },
]

export function NavLinks() {
  const pathname = usePathname()
  return (
    <ul className="flex gap-1">
      {places.map(({ label, href }) => {
        const here = pathname === href || pathname.startsWith(`${href}/`)
        return (
          <li key={href}>
            <NextLink
              href={href}
              prefetch={false}
              aria-current={pathname === href ? 'page' : undefined}
              className={`flex h-8 items-center rounded-md px-3 hover:bg-sunken ${here ? 'text-ink underline decoration-1 underline-offset-[0.4em]' : 'text-muted hover:text-ink'}`}
            >
              {label}
            </NextLink>
          </li>
        )
      })}
    </ul>
  )
}
