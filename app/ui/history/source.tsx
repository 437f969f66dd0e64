import { highlight } from '@/lib/content/index.ts'
import { CodeBlock } from '../lesson/code-block.tsx'

/** Somebody's code, to be read: coloured, with line numbers that can be linked to (`#L12`). */
export async function Source({
  code,
  title,
  prefix = 'L',
}: {
  code: string
  title: string
  prefix?: string
}) {
  return (
    <CodeBlock
      lang="ts"
      title={title}
      html={await highlight(code.replace(/\n$/, ''), prefix)}
      numbered="yes"
    />
  )
}
