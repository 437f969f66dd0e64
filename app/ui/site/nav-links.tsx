'use client'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'

export function NavLinks({ places }: { places: readonly { label: string; href: string }[] }) {
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
