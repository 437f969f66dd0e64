/**
 * Code that nobody could test: what only shows or logs. Mutating it tells nothing of a suite, so it is left alone.
 * Source: Petrovic & Ivankovic, "State of Mutation Testing at Google" (ICSE-SEIP 2018), where such nodes are called arid.
 */
import {
  type Block,
  type ConciseBody,
  isArrowFunction,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isFunctionDeclaration,
  isIdentifier,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
} from 'typescript/unstable/ast'
import type { Source } from './source.ts'

const SHOWS = /^(?:ctx|env)\??\.(?:view|trace)$|^console\.\w+$/

/** Whether a node is arid: a call that shows, a function that does nothing else, or a call of one. */
export function isArid(n: Node, s: Source): boolean {
  const known = tests.get(s) ?? testOf(s)
  tests.set(s, known)
  return known(n)
}

const tests = new WeakMap<Source, (n: Node) => boolean>()

function testOf(s: Source): (n: Node) => boolean {
  const names = new Set<string>()
  const isShowing = (n: Node): boolean => {
    if (isExpressionStatement(n)) return isShowing(n.expression)
    return isCallExpression(n) && (SHOWS.test(s.of(n.expression)) || names.has(s.of(n.expression)))
  }
  const onlyShows = (body: ConciseBody | Block | undefined) =>
    body !== undefined &&
    (isBlock(body) ? body.statements.length > 0 && body.statements.every(isShowing) : isShowing(body))
  const isShower = (n: Node): boolean => {
    if (isVariableStatement(n)) return n.declarationList.declarations.every(isShower)
    if (isFunctionDeclaration(n)) return onlyShows(n.body)
    return (
      isVariableDeclaration(n) &&
      n.initializer !== undefined &&
      isArrowFunction(n.initializer) &&
      onlyShows(n.initializer.body)
    )
  }
  const collect = (n: Node): void => {
    if (
      (isVariableDeclaration(n) || isFunctionDeclaration(n)) &&
      isShower(n) &&
      n.name &&
      isIdentifier(n.name)
    )
      names.add(n.name.text)
    n.forEachChild(collect)
  }
  collect(s.file)
  return (n) => isShowing(n) || isShower(n)
}
