import type { Ms } from '@/lib/sim/index.ts'
import type { Drawn, Picture } from '@/lib/spacetime/index.ts'

/** x, y, width, height in px. */
type Box = Drawn['items'][number]['box']

/**
 * The part of a drawn timeline that has happened at `atMs`: the groups to draw, and the boxes to cover with the ground
 * since what is in them is still to come. Nothing moves, so that a run that plays leaves the page as it is.
 */
export function playedSoFar(
  picture: Picture,
  drawn: Drawn,
  atMs: Ms,
): { groups: Drawn['groups']; covers: Box[] } | null {
  if (picture.kind !== 'timeline') return null
  const future = new Set<string>()
  const covers: Box[] = []
  for (const [i, row] of picture.rows.entries()) {
    for (const [k, tick] of (row.ticks ?? []).entries()) if (tick.atMs > atMs) future.add(`r${i}t${k}`)
    for (const [k, bar] of row.bars.entries()) {
      const key = `r${i}b${k}`
      if (bar.fromMs >= atMs) future.add(key)
      else if (bar.toMs > atMs) {
        const box = drawn.items.find((item) => item.key === key)?.box
        if (!box) continue
        const [x, y, width, height] = box
        const at = x + (width * (atMs - bar.fromMs)) / (bar.toMs - bar.fromMs)
        // To the edge: a bar's name may stand to its right. Its outline is half a pixel outside of its box.
        covers.push([at, y - 1, Math.max(0, drawn.width - at), height + 2])
      }
    }
  }
  return { groups: drawn.groups.filter(({ key }) => !future.has(key)), covers }
}
