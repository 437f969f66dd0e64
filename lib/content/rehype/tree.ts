/**
 * The shape that Markdown (mdast) and HTML (hast) trees share, as far as our plugins look into it. The real
 * types name every node kind, which buys nothing for a visitor that checks two fields.
 */
export interface TreeNode {
  type: string
  children?: TreeNode[]
  value?: string
  /** hast element */
  tagName?: string
  properties?: Record<string, unknown>
  /** MDX element, in either tree */
  name?: string | null
  attributes?: TreeAttribute[]
  /** mdast heading */
  depth?: number
  /** mdast code */
  lang?: string | null
  meta?: string | null
  position?: { start: { line: number } }
}

export interface TreeAttribute {
  type: string
  name?: string
  value?: unknown
}

/** Calls `see` for each node before its children. The ancestors run from the root to the parent. */
export function walk(
  node: TreeNode,
  see: (node: TreeNode, ancestors: readonly TreeNode[]) => void,
  ancestors: readonly TreeNode[] = [],
): void {
  see(node, ancestors)
  const inner = [...ancestors, node]
  for (const child of [...(node.children ?? [])]) walk(child, see, inner)
}

export function textOf(node: TreeNode): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value ?? ''
  return (node.children ?? []).map(textOf).join('')
}

export function isComponent(node: TreeNode, ...names: string[]): boolean {
  return node.type.startsWith('mdxJsx') && names.includes(node.name ?? '')
}

export function stringAttribute(node: TreeNode, name: string): string | undefined {
  const value = node.attributes?.find((attribute) => attribute.name === name)?.value
  return typeof value === 'string' ? value : undefined
}

/** An MDX element with plain string properties: what a component gets as its props. */
export function component(
  kind: 'flow' | 'text',
  name: string,
  props: Record<string, string | undefined>,
  children: TreeNode[] = [],
): TreeNode {
  return {
    type: kind === 'flow' ? 'mdxJsxFlowElement' : 'mdxJsxTextElement',
    name,
    attributes: Object.entries(props)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })),
    children,
  }
}

/** `alt="A cycle of three" caption="…"` from the line that opens a fence. */
export function parseMeta(meta: string | null | undefined): Record<string, string> {
  const found: Record<string, string> = {}
  for (const match of (meta ?? '').matchAll(/([a-z]+)="([^"]*)"/g)) found[match[1] ?? ''] = match[2] ?? ''
  return found
}
