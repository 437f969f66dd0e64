// Preloaded into what the launcher starts: when the launcher dies without a word, they end, too.

// Next forks workers with the same options as itself. Those belong to it, and need their channel to stay alive.
const ours = String(process.ppid) === process.env.FAULTLINE_LAUNCHER_PID

if (process.channel && ours) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 5_000).unref()
  })
  process.channel.unref()
}
