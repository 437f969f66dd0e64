/** Mutation operators on statements and functions. Each gives the changes that it makes at one node, not at its children. */
import {
  isAwaitExpression,
  isBlock,
  isCaseClause,
  isCatchClause,
  isClassDeclaration,
  isDefaultClause,
  isExpressionStatement,
  isForOfStatement,
  isForStatement,
  isFunctionDeclaration,
  isFunctionLikeDeclaration,
  isIfStatement,
  isReturnStatement,
  isSourceFile,
  isSwitchStatement,
  isThrowStatement,
  isTryStatement,
  isVariableStatement,
  isWhileStatement,
  type Node,
  type Statement,
} from 'typescript/unstable/ast'
import { isArid } from './arid.ts'
import type { Operators } from './operators.ts'
import type { Edit, Source } from './source.ts'

const PERSISTS = /\bdisk\s*\.\s*(save|write|append|fsync|rename)\s*\(/
const CANCELS = /\.\s*(cancel|abort)\s*\(|\bclear(Timeout|Interval)\s*\(/
const REGISTERS = /^(?:ctx|s|node)\.on\b/

export const statementOperators: Operators = {
  'removed-persist': (n, s) => (isPlain(n, s) && PERSISTS.test(s.of(n)) ? [[s.replace(n, ';')]] : []),
  'removed-cancel': (n, s) => (isPlain(n, s) && CANCELS.test(s.of(n)) ? [[s.replace(n, ';')]] : []),
  'removed-catch': (n, s) => {
    if (!isTryStatement(n) || !n.catchClause) return []
    const { tryBlock, catchClause, finallyBlock } = n
    const emptied = s.replace(catchClause.block, '{}')
    if (finallyBlock) return [[s.replace(catchClause, '')], [emptied]]
    return [[s.cut(n.getStart(s.file), tryBlock.getStart(s.file), ''), s.replace(catchClause, '')], [emptied]]
  },
  'removed-finally': (n, s) =>
    isTryStatement(n) && n.finallyBlock ? [[s.replace(n.finallyBlock, '{}')]] : [],
  'removed-statement': (n, s) => {
    const otherwise = isIfStatement(n) ? n.elseStatement : undefined
    const branch = otherwise ? [[s.replace(otherwise, ';')]] : []
    return isRemovable(n) && !endsFunction(n) ? [[s.replace(n, ';')], ...branch] : branch
  },
  /** Two awaits in the other order. */
  'swapped-awaits': (n, s) =>
    swaps(n, s)
      .filter((p) => p.every(awaits))
      .map((p) => swap(p, s)),
  'swapped-statements': (n, s) =>
    swaps(n, s)
      .filter((p) => !p.every(awaits))
      .map((p) => swap(p, s)),
  'early-return': (n, s) => {
    if (!isFunctionLikeDeclaration(n)) return []
    const body = 'body' in n ? (n.body as Node | undefined) : undefined
    if (!body || !isBlock(body) || body.statements.length === 0) return []
    const at = body.getStart(s.file) + 1
    return [[{ from: at, to: at, text: ' return;' }]]
  },
  'return-value': (n, s) =>
    isReturnStatement(n) && n.expression ? [[s.replace(n.expression, 'undefined')]] : [],
}

/** Statements that can go without leaving a name undeclared. */
function isRemovable(n: Node): boolean {
  return (
    isExpressionStatement(n) ||
    isIfStatement(n) ||
    isReturnStatement(n) ||
    isThrowStatement(n) ||
    isWhileStatement(n) ||
    isForStatement(n) ||
    isForOfStatement(n) ||
    isSwitchStatement(n) ||
    isTryStatement(n)
  )
}

/** A `return` behind which nothing comes: without it the function gives undefined, as under `return-value`. */
function endsFunction(n: Node): boolean {
  if (!isReturnStatement(n)) return false
  for (let at: Node = n; ; at = at.parent) {
    const { parent } = at
    if (isFunctionLikeDeclaration(parent)) return true
    if (isBlock(parent) ? parent.statements.at(-1) !== at : !isIfStatement(parent) && !isTryPart(parent))
      return false
  }
}

function isTryPart(n: Node): boolean {
  return isCatchClause(n) || (isTryStatement(n) && n.finallyBlock === undefined)
}

/** One statement that does one thing: not a handler in which it is done among others. */
function isPlain(n: Node, s: Source): boolean {
  return isExpressionStatement(n) && !REGISTERS.test(s.of(n))
}

type Pair = readonly [Statement, Statement]

/** Neighbours whose order could matter. Handlers and functions are only declared; a constant must come before its use. */
function swaps(n: Node, s: Source): Pair[] {
  if (!isBlock(n) && !isSourceFile(n) && !isCaseClause(n) && !isDefaultClause(n)) return []
  const list = n.statements
  return list.slice(1).flatMap((second, i): Pair[] => {
    const first = list[i] as Statement
    if ([first, second].some((x) => isInert(x, s))) return []
    if (isVariableStatement(first) && isVariableStatement(second)) return []
    if (isVariableStatement(first) && uses(second, first, s)) return []
    return [[first, second]]
  })
}

function isInert(n: Statement, s: Source): boolean {
  if (isFunctionDeclaration(n) || isClassDeclaration(n) || isArid(n, s)) return true
  if (isExpressionStatement(n)) return REGISTERS.test(s.of(n))
  return !isRemovable(n) && !isVariableStatement(n)
}

function uses(user: Statement, declaration: Statement, s: Source): boolean {
  if (!isVariableStatement(declaration)) return false
  const names = declaration.declarationList.declarations.flatMap((d) => s.of(d.name).match(/[\w$]+/g) ?? [])
  return names.some((name) =>
    new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(s.of(user)),
  )
}

function swap([first, second]: Pair, s: Source): Edit[] {
  const between = s.text.slice(first.end, second.getStart(s.file))
  return [s.cut(first.getStart(s.file), second.end, s.of(second) + between + s.of(first))]
}

/** Whether the statement itself waits, not a function inside. */
function awaits(n: Node): boolean {
  if (isAwaitExpression(n)) return true
  if (isFunctionLikeDeclaration(n)) return false
  let found = false
  n.forEachChild((c) => {
    found ||= awaits(c)
  })
  return found
}
