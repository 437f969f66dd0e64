import { type TreeNode, textOf, walk } from './tree.ts'

/** The second-level headings of every lesson, in this order. */
export const lessonSections = [
  'Problem',
  'Solution',
  'How it works',
  'Implementation',
  'Trade-offs',
  'When to use, when not',
  'Related patterns',
  'Case studies',
] as const

export interface TocEntry {
  depth: 2 | 3
  id: string
  text: string
}

/** Refuses a lesson whose sections are not the template's. */
export function remarkSections(complain: (problem: string, line?: number) => never) {
  return () => (tree: TreeNode) => {
    const headings = (tree.children ?? []).filter((node) => node.type === 'heading')
    const first = headings.find((node) => node.depth === 1)
    if (first)
      complain('a lesson has no # heading: its title comes from the frontmatter', first.position?.start.line)
    const found = headings.filter((node) => node.depth === 2)
    for (const [at, expected] of lessonSections.entries()) {
      const came = found[at]
      if (!came) complain(`section "## ${expected}" is missing at the end`)
      if (textOf(came) !== expected) {
        complain(`section ${at + 1} is "${textOf(came)}", expected "${expected}"`, came.position?.start.line)
      }
    }
    const extra = found[lessonSections.length]
    if (extra)
      complain(`section "${textOf(extra)}" follows the last one of the template`, extra.position?.start.line)
  }
}

/** Collects headings after rehype-slug has given them ids. */
export function rehypeToc(toc: TocEntry[]) {
  return () => (tree: TreeNode) => {
    walk(tree, (node) => {
      if (node.tagName !== 'h2' && node.tagName !== 'h3') return
      toc.push({ depth: node.tagName === 'h2' ? 2 : 3, id: String(node.properties?.id), text: textOf(node) })
    })
  }
}
