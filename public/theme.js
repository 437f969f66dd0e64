// Puts the stored theme on <html> before the first paint. A file of its own, because the Content-Security-Policy
// allows no inline script; blocking and small, because anything later would flash. app/ui/site/theme-toggle.tsx
// writes the value; without one the system's preference holds.
try {
  const theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is blocked: the system's preference holds.
}
