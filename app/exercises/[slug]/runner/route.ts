import { bundleSuite, findExercise } from '@/lib/exercises/index.ts'

/**
 * The Worker script of one exercise: simulator, kernel, visible suite. Holds nothing hidden. The address carries the
 * script's hash (?v=), so a browser may keep it for ever; its Content-Security-Policy is set in next.config.mjs.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params
  const exercise = findExercise(slug)
  if (!exercise) return new Response('There is no such exercise.', { status: 404 })
  const search = new URL(request.url).searchParams
  const stage = search.get('stage') ?? undefined
  if (stage !== undefined && !exercise.stages.some((s) => s.id === stage))
    return new Response('The exercise has no such stage.', { status: 404 })
  const { code, hash } = await bundleSuite(slug, 'visible', 'worker', { stage })
  const asked = search.get('v')
  return new Response(code, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': asked === hash ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}
