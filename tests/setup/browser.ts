import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

// Nothing the browser does by itself may reach the network or wait for it.
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** A Chromium: the one that the variable CHROMIUM names, the system's, or Playwright's own. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return await started(() => chromium.launch(options()))
}

/** A Chromium that can be killed as a machine that loses its power would. */
export async function launchKillable(): Promise<{ browser: Browser; kill(): Promise<void> }> {
  const server = await started(() => chromium.launchServer(options()))
  return { browser: await chromium.connect(server.wsEndpoint()), kill: () => server.kill() }
}

function options() {
  const executablePath = process.env.CHROMIUM ?? CANDIDATES.find((path) => existsSync(path))
  return { ...(executablePath ? { executablePath } : {}), headless: true, args: FLAGS }
}

async function started<T>(launch: () => Promise<T>): Promise<T> {
  try {
    return await launch()
  } catch (error) {
    const { executablePath } = options()
    throw new Error(
      `No browser for the tests: ${executablePath ?? "Playwright's own Chromium"} does not start. ` +
        'Install one (apt-get install chromium, or npx playwright install chromium), or set CHROMIUM to its path.',
      { cause: error },
    )
  }
}
