/** The mutation operators: which mistakes are tried. Order decides which one names a change that several would make. */
import type { Node } from 'typescript/unstable/ast'
import { expressionOperators } from './expressions.ts'
import type { Edit, Source } from './source.ts'
import { statementOperators } from './statements.ts'

/** The changes that an operator makes at one node: each a mutant of its own, made of one or more edits. */
export type Operator = (n: Node, s: Source) => Edit[][]
export type Operators = Readonly<Record<string, Operator>>

export const OPERATORS: readonly (readonly [name: string, operator: Operator])[] = [
  ...Object.entries(statementOperators),
  ...Object.entries(expressionOperators),
]
