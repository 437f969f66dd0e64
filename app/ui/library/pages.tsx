import { urls } from '@/app/urls.ts'
import { Link } from '../link.tsx'

/** Other ways into the library. */
const pages = [
  { href: urls.guide(), title: 'Decision guide', text: 'a few questions, then a pattern and why' },
  { href: urls.challenges(), title: 'By challenge', text: 'from a problem to the patterns that answer it' },
  { href: urls.compare(), title: 'Comparisons', text: 'consensus, caching, transactions side by side' },
  { href: urls.cheatSheet(), title: 'Cheat sheet', text: 'a line per pattern, to print' },
]

export function LibraryPages() {
  return (
    <nav aria-label="Other ways into the library" className="pb-6">
      <ul className="flex flex-wrap gap-x-8 gap-y-2">
        {pages.map(({ href, title, text }) => (
          <li key={href}>
            <Link href={href}>{title}</Link> <span className="text-muted">{text}</span>
          </li>
        ))}
      </ul>
    </nav>
  )
}
