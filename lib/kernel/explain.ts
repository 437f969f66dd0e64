/** What learner code is told, beside the engine's own words, when it runs into a wall of the sandbox. */

/** `text` is 'Name: message' of an error that learner code let through; comes back with what to write instead, if we know. */
export function explained(text: string): string {
  const hint = hintFor(text)
  return hint === undefined ? text : `${text.replace(/\.$/, '')}. ${hint}`
}

const FROZEN =
  'Frozen are the built-in objects, ctx and the global object, so that nothing survives a crash in them. Use an object or a class of your ' +
  'own; a member that is named like an inherited one is defined in the class body or by Object.defineProperty.'

function hintFor(text: string): string | undefined {
  const missing = /^TypeError: (?:globalThis\.)?(\w+) is not a (?:function|constructor)$/.exec(text)?.[1]
  if (missing !== undefined) return INSTEAD_OF.get(missing)
  const member =
    /^TypeError: Cannot (?:read|set) properties of undefined \((?:reading|setting) '(\w+)'\)$/.exec(text)
  if (member?.[1] !== undefined) return hintForMember(member[1])
  if (
    /^TypeError: Cannot (?:add property .*, object is not extensible|define property .*, object is not extensible)/.test(
      text,
    )
  )
    return FROZEN
  // A function's own name and length are read-only everywhere, and freezing has nothing to do with it.
  if (/^TypeError: Cannot assign to read only property '(?!name'|length')/.test(text)) return FROZEN
  if (text.startsWith('TypeError: Function.prototype.constructor is not a valid constructor'))
    return 'Code in a string cannot run here: write a function.'
  return undefined
}

const TIMERS = 'Use ctx.after, setTimeout or queueMicrotask.'
const NETWORK = 'There is no network but the simulated one: use ctx.send and ctx.rpc.'
const RANDOM = 'Use ctx.random or Math.random: both follow the seed.'
const COLLECTED = 'When memory is collected differs from run to run: use Map or WeakMap.'
const NO_THREADS = 'A node is one thread: keep shared state on the node that owns it.'
const NO_FILES = 'There are no files but ctx.disk.'
const TEXT = 'For bytes of a text use TextEncoder and TextDecoder.'

/** Global names of Node and browsers that are not here -> what is. */
const INSTEAD_OF = new Map<string, string>([
  ['setImmediate', TIMERS],
  ['requestAnimationFrame', TIMERS],
  ['fetch', NETWORK],
  ['XMLHttpRequest', NETWORK],
  ['WebSocket', NETWORK],
  ['Worker', NO_THREADS],
  ['MessageChannel', NO_THREADS],
  ['SharedArrayBuffer', NO_THREADS],
  ['WeakRef', COLLECTED],
  ['FinalizationRegistry', COLLECTED],
  ['atob', TEXT],
  ['btoa', TEXT],
  ['URL', 'Addresses are node ids here: keep them as strings.'],
  ['URLSearchParams', 'Addresses are node ids here: keep them as strings.'],
  ['Event', 'Call your listeners yourself, from an array of functions.'],
  ['EventTarget', 'Call your listeners yourself, from an array of functions.'],
])

function hintForMember(member: string): string | undefined {
  const found = MEMBERS.find(([members]) => members.includes(member))
  return found && `If this is ${found[1]}: it is not here. ${found[2]}`
}

/** Members by which a missing global object is recognised: the error names the member only. */
const MEMBERS: readonly (readonly [readonly string[], string, string])[] = [
  [
    ['env', 'nextTick', 'hrtime', 'argv', 'memoryUsage', 'exit', 'pid'],
    'process',
    'Settings come in ctx.config.',
  ],
  [['randomUUID', 'getRandomValues', 'subtle', 'createHash'], 'crypto', RANDOM],
  [
    ['NumberFormat', 'DateTimeFormat', 'Collator', 'PluralRules'],
    'Intl',
    'It differs from machine to machine: use toFixed, padStart and toISOString.',
  ],
  [['now', 'mark', 'measure'], 'performance', 'Use ctx.clock.mono().'],
  [['readFileSync', 'writeFileSync', 'promises'], 'fs', NO_FILES],
  [['wait', 'compareExchange', 'notify'], 'Atomics', NO_THREADS],
  [['setItem', 'getItem'], 'localStorage', NO_FILES],
]
