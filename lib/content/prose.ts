import { createHash } from 'node:crypto'
import { bundleMDX } from 'mdx-bundler'
import remarkGfm from 'remark-gfm'
import { ContentError } from './files.ts'
import { prettyCode, rehypeCodeBlocks } from './rehype/code-blocks.ts'
import { remarkDiagrams } from './rehype/diagrams.ts'

const compiledByHash = new Map<string, Promise<string>>()

/**
 * Compiles an exercise's prompt or hints: MDX with diagrams, without figures, notes or sources. Returns a function body for
 * mdx-bundler's getMDXComponent. `file` is named in the ContentError that a mistake throws.
 */
export function compileProse(source: string, file: string): Promise<string> {
  const hash = createHash('sha256').update(source).digest('hex')
  let compiled = compiledByHash.get(hash)
  if (!compiled) {
    compiled = compile(source, file)
    compiledByHash.set(hash, compiled)
  }
  return compiled
}

async function compile(source: string, file: string): Promise<string> {
  // The bundler wraps whatever a plugin throws in its own error.
  let complaint: ContentError | undefined
  const complain = (problem: string, line?: number): never => {
    complaint = new ContentError(file, line ? `line ${line}: ${problem}` : problem)
    throw complaint
  }
  try {
    const { code } = await bundleMDX({
      source,
      mdxOptions(options) {
        options.remarkPlugins = [...(options.remarkPlugins ?? []), remarkGfm, remarkDiagrams(complain)]
        options.rehypePlugins = [...(options.rehypePlugins ?? []), [...prettyCode], rehypeCodeBlocks]
        return options
      },
      esbuildOptions(options) {
        options.target = ['es2022']
        options.define = { ...options.define, 'process.env.NODE_ENV': '"production"' }
        return options
      },
    })
    return code
  } catch (cause) {
    throw (
      complaint ?? new ContentError(file, cause instanceof Error ? cause.message : String(cause), { cause })
    )
  }
}
