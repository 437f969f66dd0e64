import { z } from 'zod'

/** Exercises of one file call it this. */
export const exerciseFile = z
  .literal('solution.ts', 'solution.ts was expected: exercises have this one file to edit.')
  .default('solution.ts')
