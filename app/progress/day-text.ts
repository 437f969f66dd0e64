import type { CalendarDay } from '@/lib/progress/index.ts'

/** 'Sat 21 November: 42 min, 2 submissions' */
export function dayText({ day, seconds, submissions }: CalendarDay): string {
  const date = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
  const parts = [
    ...(seconds > 0 ? [durationText(seconds)] : []),
    ...(submissions > 0 ? [`${submissions} ${submissions === 1 ? 'submission' : 'submissions'}`] : []),
  ]
  return `${date}: ${parts.length > 0 ? parts.join(', ') : 'nothing'}`
}

/** '0 min', '42 min', '3 h 5 min', '31 h' */
export function durationText(seconds: number): string {
  const minutes = seconds > 0 && seconds < 60 ? 1 : Math.round(seconds / 60)
  const [h, min] = [Math.floor(minutes / 60), minutes % 60]
  if (h === 0) return `${min} min`
  return min === 0 ? `${h} h` : `${h} h ${min} min`
}
