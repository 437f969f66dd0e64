import { isComponent, stringAttribute, type TreeNode, textOf, walk } from './tree.ts'

/** Raised and lowered characters of a formula: the only HTML that a page may write. */
const inFormulas = ['sup', 'sub']

/** The elements a lesson may write. The page supplies a component for each. */
export const lessonElements = ['Note', 'Source', 'Pattern', 'Figure', 'Wide'] as const

/** Refuses unknown elements, patterns and figures, so that no reader meets a hole in the page. */
export function remarkElements(
  knows: { pattern: (slug: string) => boolean; figure: (id: string) => boolean },
  complain: (problem: string, line?: number) => never,
) {
  return () => (tree: TreeNode) => {
    walk(tree, (node) => {
      const line = node.position?.start.line
      if (node.type.startsWith('mdxJsx') && !isComponent(node, ...lessonElements, ...inFormulas)) {
        complain(
          `<${node.name ?? ''}> is not an element of lessons; those are ${lessonElements.join(', ')}`,
          line,
        )
      }
      if (isComponent(node, 'Pattern')) {
        const slug = stringAttribute(node, 'slug') ?? ''
        if (!knows.pattern(slug)) complain(`<Pattern slug="${slug}"> is not in content/catalogue.json`, line)
      }
      if (isComponent(node, 'Figure')) {
        const id = stringAttribute(node, 'id') ?? ''
        if (!knows.figure(id))
          complain(`<Figure id="${id}"> expects the file figures/${id}.tsx beside the lesson`, line)
        if (!stringAttribute(node, 'title')) complain(`<Figure id="${id}"> needs a title`, line)
        if (!textOf(node).trim()) complain(`<Figure id="${id}"> needs a caption between its tags`, line)
      }
      if (node.type === 'image') complain('a lesson shows figures and diagrams, not images', line)
    })
  }
}
