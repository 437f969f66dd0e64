import rehypePrettyCode from 'rehype-pretty-code'
import { createCssVariablesTheme, createHighlighter } from 'shiki'
import { component, type TreeNode, textOf, walk } from './tree.ts'

// Colours are names of CSS variables, so one highlighting serves both themes.
export const theme = createCssVariablesTheme({
  name: 'faultline',
  variablePrefix: '--code-',
  fontStyle: true,
})

const languages = [
  'ts',
  'tsx',
  'js',
  'json',
  'jsonc',
  'bash',
  'sql',
  'yaml',
  'http',
  'go',
  'java',
  'python',
  'diff',
]

let highlighter: ReturnType<typeof createHighlighter> | undefined
export const getHighlighter = () => {
  if (highlighter) return highlighter
  const made = createHighlighter({ themes: [theme], langs: languages })
  highlighter = made
  made.catch(() => {
    highlighter = undefined
  })
  return made
}

export const prettyCode = [
  rehypePrettyCode,
  { theme, keepBackground: false, bypassInlineCode: true, getHighlighter, defaultLang: 'text' },
] as const

/**
 * Turns the highlighter's output into `<CodeBlock lang title html>`. The page then carries one string per block
 * instead of some hundred span elements, and no inline style.
 */
export function rehypeCodeBlocks() {
  return (tree: TreeNode) => {
    walk(tree, (node) => {
      if (node.tagName !== 'figure' || !('data-rehype-pretty-code-figure' in (node.properties ?? {}))) return
      const captions = (node.children ?? []).filter((child) => child.tagName === 'figcaption')
      const labelled = (key: string) => captions.find((child) => key in (child.properties ?? {}))
      const title = labelled('data-rehype-pretty-code-title')
      const caption = labelled('data-rehype-pretty-code-caption')
      const pre = node.children?.find((child) => child.tagName === 'pre')
      const code = pre?.children?.find((child) => child.tagName === 'code')
      if (!pre || !code) return
      Object.assign(
        node,
        component('flow', 'CodeBlock', {
          lang: String(pre.properties?.['data-language'] ?? 'text'),
          title: title && textOf(title),
          caption: caption && textOf(caption),
          html: (code.children ?? []).map(toHtml).join(''),
          numbered: 'data-line-numbers' in (code.properties ?? {}) ? 'yes' : undefined,
        }),
        { tagName: undefined, properties: undefined },
      )
    })
  }
}

function toHtml(node: TreeNode): string {
  if (node.type === 'text') return escapeHtml(node.value ?? '')
  const inner = (node.children ?? []).map(toHtml).join('')
  const names = classNames(node)
  return names ? `<span class="${names}">${inner}</span>` : inner
}

/** `style="color:var(--code-token-keyword)"` becomes `class="token-keyword"`; lines and marks keep theirs. */
function classNames(node: TreeNode): string {
  const properties = node.properties ?? {}
  const style = String(properties.style ?? '')
  const names = [...style.matchAll(/--code-(token-[a-z-]+)/g)].map((match) => match[1])
  if (/font-style:\s*italic/.test(style)) names.push('italic')
  if ('data-line' in properties) names.push('line')
  if ('data-highlighted-line' in properties) names.push('marked')
  if ('data-highlighted-chars' in properties) names.push('marked-text')
  return names.join(' ')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
