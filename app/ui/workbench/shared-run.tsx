import { Button } from '@/app/ui/button.tsx'
import type { SharedRun as Shared } from './permalink.ts'

/** What a link brought. Nobody's code runs here before the reader has asked for it. */
export function SharedRun(props: {
  shared: Shared | 'damaged'
  onReplay: (run: Shared) => void
  onTake: (code: string) => void
  onDismiss: () => void
}) {
  const { shared } = props
  if (shared === 'damaged') {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 border-hairline border-b px-4 py-3">
        <p className="max-w-measure">
          The link to a run cannot be read: a part of it is missing. Ask for it again, whole.
        </p>
        <Button size="small" onClick={props.onDismiss}>
          Dismiss
        </Button>
      </div>
    )
  }
  const faults = shared.faults.length
  return (
    <section aria-label="A run from a link" className="border-hairline border-b px-4 py-3">
      <p className="max-w-measure">
        This link brought a run: {shared.code.split('\n').length} lines of code, seed{' '}
        <code className="font-mono">{shared.seed}</code>,{' '}
        {faults === 1 ? '1 fault' : `${faults === 0 ? 'no' : faults} faults`}. Your own code stays in the
        editor.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" look="primary" onClick={() => props.onReplay(shared)}>
          Replay it in this browser
        </Button>
        <Button size="small" onClick={() => props.onTake(shared.code)}>
          Put its code into the editor
        </Button>
        <Button size="small" look="quiet" onClick={props.onDismiss}>
          Dismiss
        </Button>
      </div>
    </section>
  )
}
