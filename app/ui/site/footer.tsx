import { Link } from '../link.tsx'
import { placesOf } from './places.ts'

export function SiteFooter() {
  return (
    <footer className="mt-24 border-hairline border-t print:hidden">
      <div className="page-x mx-auto flex max-w-[88rem] flex-wrap justify-between gap-x-12 gap-y-4 py-8 text-muted">
        <p>Faultline. Every failure replays from its seed.</p>
        <nav aria-label="Footer">
          <ul className="flex flex-wrap gap-x-6 gap-y-2">
            {placesOf('footer').map(({ label, href }) => (
              <li key={href}>
                <Link href={href} className="hover:text-ink hover:underline hover:underline-offset-4">
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
