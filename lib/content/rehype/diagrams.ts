import { renderMermaidSVG } from 'beautiful-mermaid'
import { component, parseMeta, type TreeNode, walk } from './tree.ts'

/** The library sets edge labels in 11 px; at this scale they are 13 px, the smallest text of the site. */
const scale = 13 / 11

/**
 * Turns ```mermaid fences into `<Diagram>` elements with the drawing inside. A fence needs `alt="…"`: the
 * drawing in words, for readers who don't see it.
 */
export function remarkDiagrams(complain: (problem: string, line?: number) => never) {
  return () => (tree: TreeNode) => {
    let count = 0
    walk(tree, (node) => {
      if (node.type !== 'code' || node.lang !== 'mermaid') return
      const line = node.position?.start.line
      const { alt, caption } = parseMeta(node.meta)
      if (!alt) return complain('a mermaid fence needs alt="…", the diagram in words', line)
      count += 1
      let svg: string
      try {
        svg = drawDiagram(node.value ?? '', `diagram-${count}`)
      } catch (cause) {
        return complain(`this mermaid diagram cannot be drawn: ${(cause as Error).message}`, line)
      }
      Object.assign(node, component('flow', 'Diagram', { svg, alt, caption }))
    })
  }
}

export function drawDiagram(source: string, idPrefix: string): string {
  const svg = renderMermaidSVG(source, {
    bg: 'var(--paper)',
    fg: 'var(--ink)',
    transparent: true,
    padding: 8,
  })
  return (
    svg
      // The library's own style sheet imports a font from another host and, inlined, would restyle every <text>
      // of the page. Our own rules for .diagram replace it.
      .replace(/<style>[\s\S]*?<\/style>\s*/, '')
      .replace(/<svg [^>]*>/, (open) => {
        const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(open) ?? []
        const px = (side: string) => Math.round(Number(side) * scale)
        return `<svg viewBox="0 0 ${width} ${height}" width="${px(width)}" height="${px(height)}" style="--drawn:${px(width)}px" aria-hidden="true">`
      })
      // Several diagrams on one page must not share marker ids.
      .replace(/(id="|url\(#)/g, `$1${idPrefix}-`)
      .replace(/\n\s*/g, '')
      .replace(/<[^>]+>/g, (tag) => tag.replace(/ data-[a-z-]+="[^"]*"/g, '').replace(/(\d\.\d\d)\d+/g, '$1'))
  )
}
