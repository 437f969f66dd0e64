import { CopyButton } from './copy-button.tsx'

interface Props {
  lang: string
  /** File name, shown above. */
  title?: string
  caption?: string
  /** Highlighted on the server, from a file of this repository. */
  html: string
  numbered?: string
}

export function CodeBlock({ lang, title, caption, html, numbered }: Props) {
  return (
    <figure className="code-block my-6" data-numbered={numbered}>
      <div className="flex min-h-8 items-end justify-between gap-4 font-sans text-muted text-note">
        <span className={`py-1 ${title ? 'font-mono' : ''}`}>{title ?? languageNames[lang] ?? ''}</span>
        <CopyButton />
      </div>
      {/* biome-ignore lint/a11y: a scrollable box must be reachable by keyboard, and named (axe scrollable-region-focusable) */}
      <pre role="group" tabIndex={0} aria-label={title ? `Code: ${title}` : 'Code'}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: highlighted on the server from a file of this repository */}
        <code dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
      {caption && <figcaption className="mt-2 font-sans text-muted text-note">{caption}</figcaption>}
    </figure>
  )
}

const languageNames: Record<string, string> = {
  ts: 'TypeScript',
  tsx: 'TypeScript',
  js: 'JavaScript',
  json: 'JSON',
  bash: 'Shell',
  sql: 'SQL',
  yaml: 'YAML',
  http: 'HTTP',
  go: 'Go',
  java: 'Java',
  python: 'Python',
}
