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
  if (!findExercise(slug)) return new Response('There is no such exercise.', { status: 404 })
  const { code, hash } = await bundleSuite(slug, 'visible', 'worker')
  const asked = new URL(request.url).searchParams.get('v')
  return new Response(code, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': asked === hash ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}
