const DAY_MS = 86_400_000

/** How far away a due date is, in words: 'tomorrow', 'in 12 days', 'in 3 months'. */
export function inWords(due: Date, now: Date): string {
  const days = Math.max(1, Math.round((due.getTime() - now.getTime()) / DAY_MS))
  if (days === 1) return 'tomorrow'
  if (days < 60) return `in ${days} days`
  return `in ${Math.round(days / 30)} months`
}

/** The same for a button: '1 day', '12 days', '3 months'. */
export function interval(due: Date, now: Date): string {
  const days = Math.max(1, Math.round((due.getTime() - now.getTime()) / DAY_MS))
  if (days < 60) return days === 1 ? '1 day' : `${days} days`
  return `${Math.round(days / 30)} months`
}
