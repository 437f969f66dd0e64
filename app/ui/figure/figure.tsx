import { type ReactNode, useId } from 'react'
import { FigureMount, type Shelf } from './figure-mount.tsx'

/**
 * An interactive figure of a lesson: title, the figure itself, caption. Title and caption come with the page; the
 * figure's code, content/<shelf>/<slug>/figures/<id>.tsx, is fetched when it comes near the screen.
 */
export function Figure({
  slug,
  id,
  shelf = 'patterns',
  title,
  height = 400,
  children,
}: {
  slug: string
  id: string
  shelf?: Shelf
  title: string
  /** px on a wide page, kept free until the figure is there. A string when written as an attribute. */
  height?: number | string
  /** The caption: what to try, what to notice. */
  children: ReactNode
}) {
  const titleId = useId()
  return (
    <figure
      aria-labelledby={titleId}
      className="breakout my-10 border-hairline border-y py-4 font-sans text-ui"
    >
      <p id={titleId} className="mt-0 mb-3 font-medium">
        {title}
      </p>
      <FigureMount slug={slug} id={id} shelf={shelf} heightPx={Number(height)} />
      <figcaption className="mt-3 max-w-measure text-pretty text-muted text-ui [&_p]:my-1">
        {children}
      </figcaption>
    </figure>
  )
}
