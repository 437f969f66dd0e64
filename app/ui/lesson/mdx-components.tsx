import type { ComponentProps, ReactNode } from 'react'
import { lessonHref } from '@/app/lesson-href.ts'
import { urls } from '@/app/urls.ts'
import { findPattern } from '@/lib/content/index.ts'
import { Figure } from '../figure/figure.tsx'
import type { Shelf } from '../figure/figure-mount.tsx'
import { Inline } from '../inline.tsx'
import { Link } from '../link.tsx'
import { SectionNotesButton, SectionNotesPanel } from '../notes/section-notes.tsx'
import { ScrollBox } from '../table.tsx'
import { CodeBlock } from './code-block.tsx'

/** What the elements of a lesson become. lib/content/rehype says which properties each one gets. */
export function lessonComponents(slug: string, shelf: Shelf = 'patterns') {
  // Notes stand beside lessons.
  const lesson = shelf === 'patterns' ? slug : undefined
  return {
    h2: (props: ComponentProps<'h2'>) => <Heading level="h2" lesson={lesson} {...props} />,
    h3: (props: ComponentProps<'h3'>) => <Heading level="h3" lesson={lesson} {...props} />,
    a: ({ href = '', ...rest }: ComponentProps<'a'>) => <Link href={href} {...rest} />,
    table: (props: ComponentProps<'table'>) => (
      <ScrollBox label="Table">
        <table {...props} />
      </ScrollBox>
    ),
    // The corner of a table with row names heads nothing, and an empty heading is announced as one.
    th: ({ children, ...rest }: ComponentProps<'th'>) =>
      children ? <th {...rest}>{children}</th> : <td aria-hidden="true" />,
    Figure: (props: Omit<ComponentProps<typeof Figure>, 'slug' | 'shelf'>) => (
      <Figure slug={slug} shelf={shelf} {...props} />
    ),
    Note,
    Source,
    NotesBelow,
    Pattern: shelf === 'reference' ? LibraryPattern : Pattern,
    Wide,
    Diagram,
    CodeBlock,
  }
}

interface HeadingProps extends ComponentProps<'h2'> {
  level: 'h2' | 'h3'
  lesson: string | undefined
}

function Heading({ level: Level, lesson, children, id, ...rest }: HeadingProps) {
  const place = lesson && id ? { lesson, section: id } : null
  return (
    <>
      <Level id={id} {...rest}>
        {children}
        <a className="anchor" href={`#${id}`} aria-label="Link to this section">
          #
        </a>
        {place && <SectionNotesButton {...place} />}
      </Level>
      {place && (
        <SectionNotesPanel {...place} title={typeof children === 'string' ? children : place.section} />
      )}
    </>
  )
}

type Placed = { placed?: 'below' }

function Note({ placed, children }: Placed & { children: ReactNode }) {
  return <span className={placed ? undefined : 'note'}>{children}</span>
}

interface SourceProps extends Placed {
  n: string
  text: string
  url?: string
  /** Where in the source: a page, a section. */
  children?: ReactNode
}

function Source({ placed, n, text, url, children }: SourceProps) {
  const citation = (
    <>
      {n} <Citation text={text} url={url} />
      {children && <>, {children}</>}
    </>
  )
  if (placed) return <span>{citation}</span>
  return (
    <>
      <a className="note-mark link" href={`#source-${n}`} aria-label={`Source ${n}`}>
        {n}
      </a>
      <span className="note">{citation}</span>
    </>
  )
}

export function Citation({ text, url }: { text: string; url?: string | undefined }) {
  if (!url) return <Inline text={text} />
  return (
    <Link
      href={url}
      className="underline decoration-stroke underline-offset-[0.18em] hover:text-ink hover:decoration-ink"
    >
      <Inline text={text} />
    </Link>
  )
}

function NotesBelow({ children }: { children: ReactNode }) {
  return <div className="notes-below">{children}</div>
}

function Pattern({ slug, children }: { slug: string; children?: ReactNode }) {
  const href = lessonHref(slug)
  const name = children ?? findPattern(slug)?.title
  if (href) return <Link href={href}>{name}</Link>
  return (
    <>
      {name} <span className="whitespace-nowrap font-sans text-muted text-note">(in preparation)</span>
    </>
  )
}

/** Outside of lessons a pattern leads to what the library says of it, whether it has a lesson or not. */
function LibraryPattern({ slug, children }: { slug: string; children?: ReactNode }) {
  return <Link href={urls.pattern(slug)}>{children ?? findPattern(slug)?.title}</Link>
}

function Wide({ children }: { children: ReactNode }) {
  return <div className="breakout my-8">{children}</div>
}

function Diagram({ svg, alt, caption }: { svg: string; alt: string; caption?: string }) {
  return (
    <figure className="breakout my-8">
      <ScrollBox label={caption ?? 'Diagram'}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: drawn on the server from a file of this repository */}
        <div className="diagram" role="img" aria-label={alt} dangerouslySetInnerHTML={{ __html: svg }} />
      </ScrollBox>
      {caption && (
        <figcaption className="mt-2 max-w-measure font-sans text-muted text-note">{caption}</figcaption>
      )}
    </figure>
  )
}
