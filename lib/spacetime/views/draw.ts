import type { Canvas, Drawn, Sketch } from './canvas.ts'
import { drawGrid } from './draw-grid.ts'
import { drawLevels } from './draw-levels.ts'
import { drawPlot } from './draw-plot.ts'
import { drawRing } from './draw-ring.ts'
import { drawSets } from './draw-sets.ts'
import { drawStacks } from './draw-stacks.ts'
import { drawTimeline } from './draw-timeline.ts'
import { drawTree } from './draw-tree.ts'
import { factsOf } from './facts.ts'
import type { Picture } from './picture.ts'

/** A picture as SVG elements, like the scene of the diagram; the same numbers for the same picture in every host. */
export function drawPicture(p: Picture, canvas: Canvas): Drawn {
  const sketch = sketchOf(p, canvas)
  const items = factsOf(p).flatMap((f) => {
    const box = sketch.boxes.get(f.key)
    return box ? [{ ...f, box }] : []
  })
  return { width: sketch.width ?? canvas.width, height: sketch.height, groups: sketch.groups, items }
}

function sketchOf(p: Picture, canvas: Canvas): Sketch {
  switch (p.kind) {
    case 'timeline':
      return drawTimeline(p, canvas)
    case 'plot':
      return drawPlot(p, canvas)
    case 'grid':
      return drawGrid(p, canvas)
    case 'ring':
      return drawRing(p, canvas)
    case 'sets':
      return drawSets(p, canvas)
    case 'levels':
      return drawLevels(p, canvas)
    case 'stacks':
      return drawStacks(p, canvas)
    case 'tree':
      return drawTree(p, canvas)
  }
}
