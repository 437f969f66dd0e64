'use client'
import { useEffect, useState } from 'react'

/**
 * The last finished run of a simulation with these arguments, which are plain data; a newer one replaces it when it is
 * done, so that a knob that moves leaves no hole. Null until the first. `simulate` stands outside the component.
 */
export function useRun<Args extends readonly unknown[], Run>(
  simulate: (...args: Args) => Promise<Run>,
  ...args: Args
): Run | null {
  const [run, setRun] = useState<Run | null>(null)
  // Knobs make new objects with every picture: what they hold tells whether anything changed.
  const asked = JSON.stringify(args)
  useEffect(() => {
    let wanted = true
    simulate(...(JSON.parse(asked) as Args)).then((done) => {
      if (wanted) setRun(() => done)
    })
    return () => {
      wanted = false
    }
  }, [simulate, asked])
  return run
}
