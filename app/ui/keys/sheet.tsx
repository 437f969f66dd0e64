'use client'
import { urls } from '@/app/urls.ts'
import { Dialog } from '../dialog.tsx'
import { Link } from '../link.tsx'
import { diagramKeys } from '../spacetime/keys.ts'
import { KeyList } from './key-list.tsx'
import { shortcuts, type Where } from './shortcuts.ts'

/** Every shortcut of the site, by where it works. */
export const sheet: readonly {
  title: string
  rows: readonly { keys: readonly string[]; what: string }[]
}[] = [
  { title: 'Anywhere', rows: rowsOf('anywhere') },
  { title: 'In an exercise', rows: rowsOf('workbench') },
  { title: 'In the editor', rows: rowsOf('editor') },
  {
    title: 'In a space-time diagram',
    rows: diagramKeys.map(({ shown, what }) => ({ keys: shown, what })),
  },
  { title: 'In pictures and figures', rows: rowsOf('picture') },
  { title: 'In review', rows: rowsOf('review') },
  { title: 'In a comparison of two versions', rows: rowsOf('comparison') },
  { title: 'In the map of patterns', rows: rowsOf('map') },
]

export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Shortcuts" open onOpenChange={(open) => open || onClose()}>
      <div className="flex flex-col gap-6">
        {sheet.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-2 font-medium">{title}</h3>
            <KeyList rows={rows} />
          </section>
        ))}
        <p className="text-muted text-note">
          Shortcuts of a single key can be switched off in the{' '}
          <Link href={urls.settings()} onClick={onClose}>
            settings
          </Link>
          .
        </p>
      </div>
    </Dialog>
  )
}

function rowsOf(where: Where) {
  return Object.values(shortcuts).filter((shortcut) => shortcut.where === where)
}
