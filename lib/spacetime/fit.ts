/**
 * Lane gap, gutter and margin for a container of the given width (ruler included): the lanes share the width there is.
 * Where it is short, first the gutters give way and then the gaps, down to 62 px; only below that is the picture wider
 * than its container, which then scrolls.
 */
export function fitTo(
  width: number,
  lanes: number,
  ruler = 64,
): { readonly laneGap: number; readonly gutter: number; readonly margin: number } {
  const steps = Math.max(1, lanes - 1)
  const room = width - ruler
  // Margin notes only where every lane still has 124 px; they come before wider lanes.
  const spare = room - steps * 124 - 208
  const margin = spare >= 230 ? Math.min(360, spare) : 0
  const roomy = room - margin >= steps * 176 + 208
  const gutters = roomy ? 208 : Math.max(100, Math.min(176, room - steps * 110))
  const laneGap = Math.floor(Math.min(roomy ? 176 : 190, Math.max(62, (room - margin - gutters) / steps)))
  return { laneGap, gutter: gutters / 2, margin }
}
