import { typeset } from '../typography.ts'
import { type TreeNode, walk } from './tree.ts'

/** Typesets the prose of a lesson: text nodes, with an eye on what stands before them in their paragraph. */
export function remarkTypography() {
  return (tree: TreeNode) => {
    walk(tree, (node) => {
      if (!['paragraph', 'heading', 'tableCell'].includes(node.type)) return
      let before = ''
      walk(node, (inner) => {
        if (inner.type === 'text') inner.value = typeset(inner.value ?? '', before)
        if (inner.type === 'text' || inner.type === 'inlineCode') before = inner.value?.at(-1) ?? before
      })
    })
  }
}
