import { type MouseEvent, type PointerEvent, useRef } from 'react'

/** Farther than a hand shakes on a click. */
const CLICK_PX = 4

/** Drags with a mouse what a finger scrolls by itself. */
export function useDrag(box: { current: HTMLElement | null }) {
  const from = useRef<{ x: number; y: number } | null>(null)
  const moved = useRef(0)
  return {
    onPointerDown(event: PointerEvent) {
      moved.current = 0
      if (event.pointerType === 'mouse' && event.button === 0)
        from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove(event: PointerEvent) {
      if (!from.current || event.buttons !== 1) return
      const [dx, dy] = [from.current.x - event.clientX, from.current.y - event.clientY]
      moved.current += Math.abs(dx) + Math.abs(dy)
      box.current?.scrollBy(dx, dy)
      from.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp() {
      from.current = null
    },
    /** The name that was taken hold of has moved along: letting it go is no click on it. */
    onClickCapture(event: MouseEvent) {
      if (moved.current <= CLICK_PX) return
      moved.current = 0
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
