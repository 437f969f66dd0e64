// Puts what styles depend on onto <html> before the first paint: theme, text sizes, motion. A file of its own, because the
// Content-Security-Policy allows no inline script; blocking and small, because anything later would flash.
// app/ui/preferences/store.ts writes the entry; an attribute that is absent stands for the default.
try {
  const chosen = JSON.parse(localStorage.getItem('faultline:preferences') || '{}')
  const { dataset } = document.documentElement
  if (/^(light|dark)$/.test(chosen.theme)) dataset.theme = chosen.theme
  if (/^(small|large|larger)$/.test(chosen.reading)) dataset.reading = chosen.reading
  if (/^(13|16|18|20)$/.test(chosen.codePx)) dataset.code = chosen.codePx
  if (chosen.motion === 'reduced') dataset.motion = 'reduced'
} catch {
  // Storage is blocked or holds something else: the system's preferences hold.
}
