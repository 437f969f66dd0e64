import type { Citation } from '../schema.ts'
import { component, isComponent, stringAttribute, type TreeNode, walk } from './tree.ts'

/**
 * Sets `<Note>` and `<Source>` twice: where they stand, for the margin of a wide page, and once more after their
 * paragraph, for a narrow one. The style sheet shows one of the two, so a screen reader meets each note once.
 * Sources are numbered in the order in which they are first cited; `cited` receives them.
 */
export function rehypeNotes(
  sources: readonly Citation[],
  cited: Citation[],
  complain: (problem: string, line?: number) => never,
) {
  return () => (tree: TreeNode) => {
    joinToParagraphBefore(tree)
    closeGaps(tree)
    walk(tree, (node) => {
      if (!isComponent(node, 'Source')) return
      const id = stringAttribute(node, 'id')
      const source = sources.find((candidate) => candidate.id === id)
      if (!source)
        return complain(`<Source id="${id}"> is not in the frontmatter's sources`, node.position?.start.line)
      if (!cited.includes(source)) cited.push(source)
      node.attributes = [
        ...(node.attributes ?? []),
        { type: 'mdxJsxAttribute', name: 'n', value: String(cited.indexOf(source) + 1) },
        { type: 'mdxJsxAttribute', name: 'text', value: source.text },
        ...(source.url ? [{ type: 'mdxJsxAttribute', name: 'url', value: source.url }] : []),
      ]
    })
    const unused = sources.filter((source) => !cited.includes(source)).map((source) => source.id)
    if (unused.length > 0) return complain(`no <Source> cites: ${unused.join(', ')}. Cite or remove them`)

    walk(tree, (node, ancestors) => {
      if (node.tagName !== 'p' && node.tagName !== 'li') return
      const notes = ownNotes(node)
      if (notes.length === 0) return
      const below = component('flow', 'NotesBelow', {}, notes.map(asCopy))
      const parent = ancestors.at(-1)
      if (node.tagName === 'li') node.children?.push(below)
      else parent?.children?.splice(parent.children.indexOf(node) + 1, 0, below)
    })
  }
}

/** A note written on lines of its own belongs to the paragraph before it. */
function joinToParagraphBefore(tree: TreeNode): void {
  walk(tree, (node) => {
    for (const [at, child] of [...(node.children ?? [])].entries()) {
      if (child.type !== 'mdxJsxFlowElement' || !isComponent(child, 'Note', 'Source')) continue
      const before = node.children?.slice(0, at).findLast((sibling) => sibling.type !== 'text')
      if (before?.tagName !== 'p' || !before.children) continue
      child.type = 'mdxJsxTextElement'
      child.children = (child.children ?? []).flatMap((inner) =>
        inner.tagName === 'p' ? (inner.children ?? []) : [inner],
      )
      before.children.push(child)
    }
    if (node.children) {
      const moved = new Set(node.children.flatMap((child) => child.children ?? []))
      node.children = node.children.filter((child) => !moved.has(child))
    }
  })
}

/** The number of a source stands at the word that it follows, also when the line broke between them. */
function closeGaps(tree: TreeNode): void {
  walk(tree, (node) => {
    for (const [at, child] of (node.children ?? []).entries()) {
      const before = node.children?.[at - 1]
      if (isComponent(child, 'Source') && before?.type === 'text') before.value = before.value?.trimEnd()
    }
  })
}

/** Notes whose nearest paragraph or list item is this one. */
function ownNotes(block: TreeNode): TreeNode[] {
  const found: TreeNode[] = []
  const search = (node: TreeNode) => {
    for (const child of node.children ?? []) {
      if (isComponent(child, 'Note', 'Source')) found.push(child)
      else if (child.tagName !== 'p' && child.tagName !== 'li') search(child)
    }
  }
  search(block)
  return found
}

function asCopy(note: TreeNode): TreeNode {
  const copy = structuredClone(note)
  copy.attributes = [...(copy.attributes ?? []), { type: 'mdxJsxAttribute', name: 'placed', value: 'below' }]
  return copy
}
