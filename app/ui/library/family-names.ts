/** Families as people call them; the catalogue's ids are for addresses. */
const names: Record<string, string> = {
  'data-architecture': 'Data architecture',
  edge: 'Edge and devices',
  events: 'Events and messaging',
  time: 'Time and clocks',
}

export function familyName(id: string): string {
  return names[id] ?? `${id[0]?.toUpperCase()}${id.slice(1)}`
}
