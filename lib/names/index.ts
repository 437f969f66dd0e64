/**
 * What a name of a person may hold wherever others see it.
 *
 *   isShowable('Ada\u202eecalevoL') // false
 */

/** No control characters, no line breaks, and no marks that turn the direction of text: these would turn what stands beside the name as well. */
export function isShowable(name: string): boolean {
  return name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(name)
}

/** Something of it can be seen; an empty one counts as seen for what it is. */
export function isSeen(name: string): boolean {
  return name === '' || /[^\s\p{Default_Ignorable_Code_Point}]/u.test(name)
}
