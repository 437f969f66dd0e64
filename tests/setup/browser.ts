import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

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

export interface ProfileBrowser {
  /** Closing it ends the browser in good order. */
  context: BrowserContext
  /** As a machine that loses its power would. */
  kill(): Promise<void>
}

/** A Chromium with a profile of its own that outlives it, in the folder `dir`. */
export async function launchProfile(dir: string, baseURL: string): Promise<ProfileBrowser> {
  const context = await started(() => chromium.launchPersistentContext(dir, { ...options(), baseURL }))
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const pid = processInfo.find(({ type }) => type === 'browser')!.id
  const closed = new Promise<void>((resolve) => context.on('close', () => resolve()))
  const kill = async () => {
    process.kill(pid, 'SIGKILL')
    await closed
  }
  return { context, kill }
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
