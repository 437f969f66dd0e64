/**
 * Takes language out of this realm, as SES does in the sandbox (localeTaming 'safe'): `toLocaleString` and its like become
 * their plain forms, `localeCompare` compares code units. Else a run in a German browser would differ from the server's.
 * For realms that are ours alone, such as a Worker: it changes built-in prototypes for good.
 */
export function tameLocales(): void {
  const plain = {
    localeCompare(this: unknown, that: unknown) {
      const [a, b] = [String(this), String(that)]
      if (a < b) return -1
      return a > b ? 1 : 0
    },
    number(this: unknown) {
      return String(this)
    },
  }
  replace(String.prototype, 'localeCompare', plain.localeCompare)
  replace(String.prototype, 'toLocaleLowerCase', String.prototype.toLowerCase)
  replace(String.prototype, 'toLocaleUpperCase', String.prototype.toUpperCase)
  replace(Number.prototype, 'toLocaleString', plain.number)
  replace(BigInt.prototype, 'toLocaleString', plain.number)
  replace(Array.prototype, 'toLocaleString', Array.prototype.toString)
  replace(Object.getPrototypeOf(Uint8Array.prototype) as object, 'toLocaleString', Array.prototype.toString)
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true })
}
