/**
 * What the environment says about this installation, parsed once.
 *
 *     const { origin, https } = config()
 *     const refused = checkProduction(process.env)
 *     if (refused.length > 0) throw new Error(explain(refused))
 */

export { type Config, config, isLoopback, type ProviderConfig, parseConfig, resetConfig } from './parse.ts'
export { checkProduction, type Exception, explain, type Unsafe } from './production.ts'
