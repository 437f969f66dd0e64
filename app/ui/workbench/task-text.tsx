import { getMDXComponent } from 'mdx-bundler/client'
import type { ReactNode } from 'react'
import { lessonComponents } from '@/app/ui/lesson/mdx-components.tsx'
import { compileProse } from '@/lib/content/index.ts'
import type { Exercise } from '@/lib/exercises/index.ts'

/** An exercise's prompt or a piece of it, rendered. */
export async function Prose({ source, slug, file }: { source: string; slug: string; file: string }) {
  const Body = getMDXComponent(await compileProse(source, `exercises/${slug}/${file}`))
  return (
    <div className="prose prose-compact">
      <Body components={lessonComponents(slug) as never} />
    </div>
  )
}

/**
 * Hints by id. hints.mdx has one `## <id>` group per property group; within it, `---` separates the tiers, mildest
 * first. Each tier opens on request, so nobody reads further than they need.
 */
export async function renderHints(exercise: Exercise): Promise<Record<string, ReactNode>> {
  const out: Record<string, ReactNode> = {}
  for (const [id, tiers] of hintGroups(
    [exercise.hints, ...exercise.stages.map((s) => s.hints)].filter((text) => text).join('\n\n'),
  )) {
    out[id] = (
      <div className="flex flex-col gap-2">
        {tiers.map((tier, i) => (
          <details key={tier} className="border-hairline border-b pb-2">
            <summary className="w-fit text-muted">
              Hint {i + 1} of {tiers.length}
            </summary>
            <div className="pt-2">
              <Prose source={tier} slug={exercise.slug} file="hints.mdx" />
            </div>
          </details>
        ))}
      </div>
    )
  }
  return out
}

/** [id, tiers][] in the order of the file. */
export function hintGroups(text: string): [string, string[]][] {
  return text
    .split(/^## +/m)
    .slice(1)
    .map((group) => {
      const end = group.indexOf('\n')
      const tiers = group.slice(end + 1).split(/^---$/m)
      return [group.slice(0, end).trim(), tiers.map((t) => t.trim()).filter((t) => t !== '')]
    })
}
