import type { ComponentProps, ReactNode } from 'react'
import { lessonHref } from '@/app/lesson-href.ts'
import { findPattern } from '@/lib/content/index.ts'
import { Figure } from '../figure/figure.tsx'
import { Inline } from '../inline.tsx'
import { Link } from '../link.tsx'
import { ScrollBox } from '../table.tsx'
import { CodeBlock } from './code-block.tsx'

/** What the elements of a lesson become. lib/content/rehype says which properties each one gets. */
export function lessonComponents(slug: string) {
  return {
    h2: (props: ComponentProps<'h2'>) => <Heading level="h2" {...props} />,
    h3: (props: ComponentProps<'h3'>) => <Heading level="h3" {...props} />,
    a: ({ href = '', ...rest }: ComponentProps<'a'>) => <Link href={href} {...rest} />,
    table: (props: ComponentProps<'table'>) => (
      <ScrollBox label="Table">
        <table {...props} />
      </ScrollBox>
    ),
    // The corner of a table with row names heads nothing, and an empty heading is announced as one.
    th: ({ children, ...rest }: ComponentProps<'th'>) =>
      children ? <th {...rest}>{children}</th> : <td aria-hidden="true" />,
    Figure: (props: Omit<ComponentProps<typeof Figure>, 'slug'>) => <Figure slug={slug} {...props} />,
    Note,
    Source,
    NotesBelow,
    Pattern,
    Wide,
    Diagram,
    CodeBlock,
  }
}

function Heading({ level: Level, children, id, ...rest }: ComponentProps<'h2'> & { level: 'h2' | 'h3' }) {
  return (
    <Level id={id} {...rest}>
      {children}
      <a className="anchor" href={`#${id}`} aria-label="Link to this section">
        #
      </a>
    </Level>
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
