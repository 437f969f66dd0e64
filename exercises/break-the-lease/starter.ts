import { nemesis } from 'faultline'

export default nemesis(async (n) => {
  // For now one fault, in the first round only, at a moment picked blindly.
  if (n.config.round > 0) return
  await n.at(500)
  n.pause('h1', { forMs: 200 })
})
