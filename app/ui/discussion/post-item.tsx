'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { personalKey } from '../site/personal.ts'
import { Composer } from './composer.tsx'
import { ReasonForm } from './reason-form.tsx'
import { send } from './send.ts'

/** An instant as ISO 8601, and its day as the reader's calendar shows it. */
interface Instant {
  iso: string
  day: string
}

/** What the page gives of a post. */
export interface PostData {
  id: string
  author: string | null
  teaches: boolean
  mine: boolean
  body: string | null
  spoiler: boolean
  state: 'shown' | 'deleted' | 'hidden'
  hiddenReason: string | null
  reported: boolean
  created: Instant
  edited: Instant | null
}

interface Props {
  slug: string
  /** Of who reads. */
  account: string
  post: PostData
  moderates: boolean
  /** Set for the first post of a thread that takes answers. */
  answerTo?: string
  /** The body, rendered. */
  children: ReactNode
}

type Mode = 'view' | 'edit' | 'answer' | 'report' | 'hide' | 'unhide'

/** One contribution with all that its reader may do to it. */
export function PostItem({ slug, account, post, moderates, answerTo, children }: Props) {
  const router = useRouter()
  const [mode, setMode] = useState<Mode>('view')
  const [problem, setProblem] = useState<string | null>(null)
  // The words of what was just taken back: the server has them no more.
  const [takenBack, setTakenBack] = useState<string | null>(null)
  const url = `/api/posts/${post.id}`

  /** Goes back to reading when it is done. */
  const settle = (refused: string | null) => {
    if (refused === null) {
      setMode('view')
      router.refresh()
    }
    return refused
  }
  const takeBack = async () => {
    const refused = await send('DELETE', url)
    setProblem(refused)
    // No refresh: the way back stands where the post was.
    if (refused === null) setTakenBack(post.body)
  }
  const undo = async () => {
    const refused = await send('PATCH', url, { body: takenBack, spoiler: post.spoiler })
    setProblem(refused)
    if (refused !== null) return
    setTakenBack(null)
    router.refresh()
  }

  if (takenBack !== null) {
    return (
      <p className="text-muted" role="status">
        Deleted.{' '}
        <button type="button" className="link" onClick={undo}>
          Undo
        </button>
        {problem && <span className="text-ink"> {problem}</span>}
      </p>
    )
  }
  return (
    <div>
      <Byline post={post} />
      {mode === 'edit' && post.body !== null ? (
        <Composer
          label="Edit your contribution"
          draftKey={personalKey('post', account, `edit:${post.id}`)}
          initial={{ body: post.body, spoiler: post.spoiler }}
          submitLabel="Save"
          onCancel={() => setMode('view')}
          onSubmit={async (edited) => settle(await send('PATCH', url, edited))}
        />
      ) : (
        <Body post={post}>{children}</Body>
      )}
      {mode !== 'edit' && (
        <Actions
          post={post}
          moderates={moderates}
          answers={answerTo !== undefined}
          onMode={setMode}
          onTakeBack={takeBack}
        />
      )}
      {problem && <p role="alert">{problem}</p>}
      {mode === 'report' && (
        <ReasonForm
          label="What is wrong with it?"
          submitLabel="Report to the moderators"
          onCancel={() => setMode('view')}
          onSubmit={async (reason) => settle(await send('POST', `${url}/report`, { reason }))}
        />
      )}
      {(mode === 'hide' || mode === 'unhide') && (
        <ReasonForm
          label={mode === 'hide' ? 'Why is it hidden? Its author reads this.' : 'Why is it shown again?'}
          submitLabel={mode === 'hide' ? 'Hide' : 'Show again'}
          onCancel={() => setMode('view')}
          onSubmit={async (reason) =>
            settle(await send('POST', `${url}/moderation`, { decision: mode, reason }))
          }
        />
      )}
      {mode === 'answer' && answerTo && (
        <div className="mt-3">
          <Composer
            label="Your answer"
            draftKey={personalKey('post', account, answerTo)}
            submitLabel="Answer"
            onCancel={() => setMode('view')}
            onSubmit={async (answer) =>
              settle(await send('POST', '/api/posts', { slug, parentId: answerTo, ...answer }))
            }
          />
        </div>
      )}
    </div>
  )
}

function Byline({ post }: { post: PostData }) {
  return (
    <p className="mb-1 flex flex-wrap gap-x-3 text-muted text-note">
      <span className="font-medium text-ink">{post.author ?? 'A learner'}</span>
      {post.teaches && <span>instructor</span>}
      {post.mine && <span>you</span>}
      <time dateTime={post.created.iso}>{post.created.day}</time>
      {post.edited && post.state === 'shown' && (
        <span>
          edited <time dateTime={post.edited.iso}>{post.edited.day}</time>
        </span>
      )}
    </p>
  )
}

function Body({ post, children }: { post: PostData; children: ReactNode }) {
  if (post.state === 'deleted') return <p className="text-muted">Taken back by its author.</p>
  if (post.body === null) return <p className="text-muted">Hidden by a moderator.</p>
  const body = <div>{children}</div>
  return (
    <>
      {post.state === 'hidden' && (
        <p className="mb-2 border-stroke border-l-2 pl-3">Hidden by a moderator: {post.hiddenReason}</p>
      )}
      {post.spoiler ? (
        <details className="group">
          <summary className="w-fit text-muted hover:text-ink">
            Spoiler <span className="group-open:hidden">(open it)</span>
          </summary>
          <div className="mt-2">{body}</div>
        </details>
      ) : (
        body
      )}
    </>
  )
}

function Actions({
  post,
  moderates,
  answers,
  onMode,
  onTakeBack,
}: {
  post: PostData
  moderates: boolean
  answers: boolean
  onMode: (mode: Mode) => void
  onTakeBack: () => void
}) {
  const shown = post.state === 'shown'
  const actions: { label: string; act: () => void }[] = [
    ...(answers && shown ? [{ label: 'Answer', act: () => onMode('answer') }] : []),
    ...(post.mine && shown ? [{ label: 'Edit', act: () => onMode('edit') }] : []),
    ...(post.mine && post.state !== 'deleted' ? [{ label: 'Delete', act: onTakeBack }] : []),
    ...(!post.mine && shown && !post.reported ? [{ label: 'Report', act: () => onMode('report') }] : []),
    ...(moderates && !post.mine && shown ? [{ label: 'Hide', act: () => onMode('hide') }] : []),
    ...(moderates && post.state === 'hidden' ? [{ label: 'Show again', act: () => onMode('unhide') }] : []),
  ]
  if (actions.length === 0 && !post.reported) return null
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-note">
      {actions.map(({ label, act }) => (
        <button
          key={label}
          type="button"
          className="text-muted underline-offset-4 hover:text-ink hover:underline"
          onClick={act}
        >
          {label}
        </button>
      ))}
      {post.reported && <span className="text-muted">You have reported this.</span>}
    </p>
  )
}
