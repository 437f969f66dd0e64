import type { ComponentProps, ReactNode } from 'react'
import Markdown from 'react-markdown'

/** Deeper than anybody writes. React and the browser recurse over what is nested, so there has to be an end. */
const DEPTH_MAX = 20

const elements = 'p br em strong code pre blockquote ul ol li a img hr h1 h2 h3 h4 h5 h6'.split(' ')

/**
 * What people write, as elements: Markdown of CommonMark, where HTML is text, an image is its description, a heading is a
 * bold line, and a link leads to http or https only. What is nested without end comes back as the plain text that it is.
 */
export function renderMarkdown(body: string): ReactNode {
  return <div className={look}>{elementsOf(body)}</div>
}

const look =
  'max-w-measure break-words [&_blockquote]:border-hairline [&_blockquote]:border-l-2 [&_blockquote]:pl-4 [&_blockquote]:text-muted [&_code]:font-mono [&_code]:text-[max(0.93em,var(--size-note))] [&_li]:my-1 [&_ol]:list-decimal [&_ol]:pl-6 [&_p:first-child]:mt-0 [&_p]:my-2 [&_pre]:my-3 [&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3 [&_ul]:list-disc [&_ul]:pl-6'

function elementsOf(body: string): ReactNode {
  try {
    return Markdown({
      children: body,
      remarkPlugins: [shallow],
      allowedElements: elements,
      unwrapDisallowed: true,
      urlTransform: safeUrl,
      components: {
        a: Anchor,
        img: ({ alt }) => <span>{alt}</span>,
        h1: Heading,
        h2: Heading,
        h3: Heading,
        h4: Heading,
        h5: Heading,
        h6: Heading,
      },
    })
  } catch (error) {
    if (!(error instanceof TooDeep || error instanceof RangeError)) throw error
    return <p className="whitespace-pre-wrap break-words">{body}</p>
  }
}

/** Empty for everything but an absolute http or https address. */
function safeUrl(url: string): string {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : ''
}

function Anchor({ href, children }: ComponentProps<'a'>) {
  if (!href) return <>{children}</>
  return (
    <a href={href} rel="nofollow noopener ugc" className="link break-words">
      {children}
    </a>
  )
}

function Heading({ children }: { children?: ReactNode }) {
  return (
    <p>
      <strong>{children}</strong>
    </p>
  )
}

class TooDeep extends Error {}

interface Tree {
  children?: Tree[]
}

/** A remark plugin that gives up on trees that are too deep, without recursion of its own. */
function shallow() {
  return (tree: Tree) => {
    let level = tree.children ?? []
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > DEPTH_MAX) throw new TooDeep()
      level = level.flatMap(({ children = [] }) => children)
    }
  }
}
