/** Mutation operators on expressions. Each gives the changes that it makes at one node, not at its children. */
import {
  type ArrowFunction,
  type Expression,
  isArrayLiteralExpression,
  isArrowFunction,
  isAwaitExpression,
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isConditionalExpression,
  isDoStatement,
  isElementAccessExpression,
  isForStatement,
  isIdentifier,
  isIfStatement,
  isNewExpression,
  isNumericLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isSpreadAssignment,
  isSpreadElement,
  isStringLiteral,
  isWhileStatement,
  type Node,
  SyntaxKind,
} from 'typescript/unstable/ast'
import type { Operators } from './operators.ts'
import type { Source } from './source.ts'

export const expressionOperators: Operators = {
  /** `<` for `<=`: the boundary itself belongs to the other side. */
  boundary: (n, s) => {
    const to = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }[operatorOf(n, s) ?? '']
    return to === undefined || !isBinaryExpression(n) ? [] : [[s.replace(n.operatorToken, to)]]
  },
  /** A comparison with a bound one too large or too small. Literals are changed by `constant`. */
  'off-by-one': (n, s) => {
    if (!isBinaryExpression(n) || !/^[<>]=?$/.test(operatorOf(n, s) ?? '')) return []
    const { right } = n
    if (isNumericLiteral(right)) return []
    return ['+', '-'].map((sign) => [s.replace(right, `(${s.of(right)} ${sign} 1)`)])
  },
  arithmetic: (n, s) => {
    const to = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '+=': '-=', '-=': '+=' }[
      operatorOf(n, s) ?? ''
    ]
    if (to === undefined || !isBinaryExpression(n)) return []
    return [n.left, n.right].some(isText) ? [] : [[s.replace(n.operatorToken, to)]]
  },
  logical: (n, s) => {
    const to = { '&&': '||', '||': '&&', '??': '&&' }[operatorOf(n, s) ?? '']
    return to === undefined || !isBinaryExpression(n) ? [] : [[s.replace(n.operatorToken, to)]]
  },
  /** One side of `&&`, `||` or `??` only. */
  'dropped-operand': (n, s) => {
    if (!isBinaryExpression(n) || !/^(&&|\|\||\?\?)$/.test(operatorOf(n, s) ?? '')) return []
    return [n.left, n.right].map((side) => [s.replace(n, `(${s.of(side)})`)])
  },
  'negated-condition': (n, s) => {
    if (isBinaryExpression(n)) {
      const to = { '===': '!==', '!==': '===', '==': '!=', '!=': '==' }[operatorOf(n, s) ?? '']
      if (to !== undefined) return [[s.replace(n.operatorToken, to)]]
      if (/^([<>]=?|instanceof|in)$/.test(operatorOf(n, s) ?? '')) return [[s.replace(n, `!(${s.of(n)})`)]]
    }
    if (isPrefixUnaryExpression(n) && n.operator === SyntaxKind.ExclamationToken)
      return [[s.replace(n, s.of(n.operand))]]
    return isTested(n) ? [[s.replace(n, `!(${s.of(n)})`)]] : []
  },
  /** A condition that always, or never, holds. */
  'fixed-condition': (n, s) => (isTested(n) ? [[s.replace(n, 'true')], [s.replace(n, 'false')]] : []),
  'removed-minus': (n, s) =>
    isPrefixUnaryExpression(n) && n.operator === SyntaxKind.MinusToken
      ? [[s.replace(n, s.of(n.operand))]]
      : [],
  increment: (n, s) => {
    if (!isPrefixUnaryExpression(n) && !isPostfixUnaryExpression(n)) return []
    const text = s.of(n)
    if (!/^(\+\+|--)|(\+\+|--)$/.test(text)) return []
    return [[s.replace(n, text.includes('++') ? text.replace('++', '--') : text.replace('--', '++'))]]
  },
  constant: (n, s) => {
    if (n.kind === SyntaxKind.TrueKeyword) return [[s.replace(n, 'false')]]
    if (n.kind === SyntaxKind.FalseKeyword) return [[s.replace(n, 'true')]]
    if (isNumericLiteral(n)) return numbersInsteadOf(Number(n.text)).map((x) => [s.replace(n, x)])
    const infinity = { POSITIVE_INFINITY: 'NEGATIVE_INFINITY', NEGATIVE_INFINITY: 'POSITIVE_INFINITY' }
    if (isPropertyAccessExpression(n) && s.of(n.expression) === 'Number') {
      const to = infinity[n.name.text as keyof typeof infinity]
      return to === undefined ? [] : [[s.replace(n.name, to)]]
    }
    return isIdentifier(n) && n.text === 'Infinity' ? [[s.replace(n, '(-Infinity)')]] : []
  },
  string: (n, s) => (isStringLiteral(n) && n.text !== '' ? [[s.replace(n, "''")]] : []),
  'removed-await': (n, s) => (isAwaitExpression(n) ? [[s.replace(n, s.of(n.expression))]] : []),
  'dropped-argument': (n, s) => {
    const args = isCallExpression(n) || isNewExpression(n) ? [...(n.arguments ?? [])] : []
    const first = args[0]
    const last = args.at(-1)
    if (!first || !last) return []
    const before = args.at(-2)
    const dropLast = s.cut(before ? before.end : first.getStart(s.file), last.end, '')
    const second = args[1]
    if (!second) return [[dropLast]]
    return [[dropLast], [s.cut(first.getStart(s.file), second.getStart(s.file), '')]]
  },
  'dropped-property': (n, s) => {
    if (!isObjectLiteralExpression(n)) return []
    return n.properties.map((p, i) => {
      const next = n.properties[i + 1]
      const before = n.properties[i - 1]
      if (next) return [s.cut(p.getStart(s.file), next.getStart(s.file), '')]
      return [s.cut(before ? before.end : p.getStart(s.file), p.end, '')]
    })
  },
  /** The original instead of a copy of it: what is changed later changes here, too. */
  'removed-copy': (n, s) => {
    const only = isArrayLiteralExpression(n) ? n.elements : isObjectLiteralExpression(n) ? n.properties : []
    const [part] = only
    if (only.length === 1 && part && (isSpreadElement(part) || isSpreadAssignment(part)))
      return [[s.replace(n, `(${s.of(part.expression)})`)]]
    if (!isCallExpression(n)) return []
    const [argument] = n.arguments
    if (/^(structuredClone|Array\.from)$/.test(s.of(n.expression)) && argument && n.arguments.length === 1)
      return [[s.replace(n, `(${s.of(argument)})`)]]
    return methodOf(n) === 'slice' && !argument ? [[s.replace(n, receiverOf(n, s))]] : []
  },
  'min-max': (n, s) => {
    if (!isPropertyAccessExpression(n) || s.of(n.expression) !== 'Math') return []
    const to = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor', round: 'floor' }[n.name.text]
    return to === undefined ? [] : [[s.replace(n.name, to)]]
  },
  method: (n, s) => {
    if (!isCallExpression(n) || !isPropertyAccessExpression(n.expression)) return []
    const name = methodOf(n) ?? ''
    const to = { push: 'unshift', unshift: 'push', shift: 'pop', pop: 'shift', some: 'every', every: 'some' }[
      name
    ]
    if (to !== undefined) return [[s.replace(n.expression.name, to)]]
    return /^(filter|sort|reverse|toSorted|toReversed)$/.test(name) ? [[s.replace(n, receiverOf(n, s))]] : []
  },
  'optional-chaining': (n, s) => {
    const link =
      isPropertyAccessExpression(n) || isElementAccessExpression(n) || isCallExpression(n)
        ? n.questionDotToken
        : undefined
    return link ? [[s.replace(link, isPropertyAccessExpression(n) ? '.' : '')]] : []
  },
  /** Nothing instead of the value of `() => value`. Of a `return`: see `return-value` of statements. */
  'return-value': (n, s) =>
    isArrowFunction(n) && !isBlock(n.body) ? [[s.replace((n as ArrowFunction).body, 'undefined')]] : [],
}

function operatorOf(n: Node, s: Source): string | undefined {
  return isBinaryExpression(n) ? s.of(n.operatorToken) : undefined
}

/** Whether the program goes one way or another by this expression. */
function isTested(n: Node): boolean {
  const { parent } = n
  if (!parent || isParenthesizedExpression(n)) return false
  if (isParenthesizedExpression(parent)) return isTestedPlace(parent)
  return isTestedPlace(n)
}

function isTestedPlace(n: Node): boolean {
  const p = n.parent
  if (isIfStatement(p) || isWhileStatement(p) || isDoStatement(p)) return p.expression === n
  if (isConditionalExpression(p) || isForStatement(p)) return p.condition === n
  return false
}

function isText(e: Expression): boolean {
  return isStringLiteral(e) || e.kind === SyntaxKind.TemplateExpression
}

/** Small whole numbers are bounds and counts: one more, one less. Others are sizes: half and double. */
function numbersInsteadOf(x: number): string[] {
  if (Number.isInteger(x) && x <= 10) return x === 0 ? ['1', '(-1)'] : [`${x + 1}`, `${x - 1}`]
  return [`${x * 2}`, `${x / 2}`]
}

function methodOf(n: Node): string | undefined {
  return isCallExpression(n) && isPropertyAccessExpression(n.expression) ? n.expression.name.text : undefined
}

function receiverOf(n: Node, s: Source): string {
  return isCallExpression(n) && isPropertyAccessExpression(n.expression) ? s.of(n.expression.expression) : ''
}
