/**
 * The walls around a runner process that the operating system puts up, strongest first. Which of them this machine
 * allows is found out by starting a runner in each (pool.ts): containers often have the tools but refuse the calls.
 */
import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

export interface Cage {
  readonly name: 'bubblewrap' | 'unshare' | 'none'
  readonly present: readonly string[]
  readonly missing: readonly string[]
  readonly command: string
  readonly args: readonly string[]
}

export interface CageOptions {
  /** Address space, MB. V8 needs more than it uses. */
  readonly addressSpaceMb: number
  /** CPU seconds in the life of one process: the last resort when its parent is gone. */
  readonly cpuSeconds: number
}

const NAMESPACES = 'namespaces: own users, processes, mounts, IPC and no network'
const EMPTY_ROOT = 'file system: only Node, its C libraries and the isolate addon, read-only'
/** Node 24's permission model leaves the network open; the namespaces close it. */
const DENIES_NETWORK = Number(process.versions.node.split('.')[0]) >= 25
const ALWAYS = [
  `Node permission model: no files, child processes or threads${DENIES_NETWORK ? ', no network' : ''}`,
  'V8 isolate per submission with a heap limit',
  'SES lockdown: frozen intrinsics and globals',
  'watchdog: CPU, wall and resident memory, kills the process group',
]

/** `boot` is the script that the process runs. Every cage ends in the same Node command line. */
export function cages(boot: string, o: CageOptions): Cage[] {
  const node = realpathSync(process.execPath)
  const addon = addonFile()
  const limits = process.platform === 'linux' ? [`address space: ${o.addressSpaceMb} MB`] : []
  const noLimits =
    process.platform === 'linux' ? [] : ['address space limit: this system has none per process']
  const limited = (argv: readonly string[]) => limitedBy(o, argv)
  const all: (Cage | undefined)[] = []
  const bwrap = findTool('bwrap')
  const unshare = findTool('unshare')
  if (bwrap) {
    all.push({
      name: 'bubblewrap',
      present: [NAMESPACES, EMPTY_ROOT, ...limits, ...ALWAYS],
      missing: noLimits,
      ...limited([
        bwrap,
        ...bubblewrap(node, addon),
        '--',
        '/cage/node',
        ...nodeArgs(boot, '/cage/isolated_vm.node'),
      ]),
    })
  }
  if (unshare) {
    all.push({
      name: 'unshare',
      present: [NAMESPACES, ...limits, ...ALWAYS],
      missing: [`${EMPTY_ROOT} (needs bubblewrap)`, ...noLimits],
      ...limited([unshare, ...UNSHARE, '--', node, ...nodeArgs(boot, addon)]),
    })
  }
  all.push({
    name: 'none',
    present: [...limits, ...ALWAYS],
    missing: [`${NAMESPACES} (needs bubblewrap or unshare)`, `${EMPTY_ROOT} (needs bubblewrap)`, ...noLimits],
    ...limited([node, ...nodeArgs(boot, addon)]),
  })
  return all.filter((cage) => cage !== undefined)
}

const UNSHARE =
  '--user --map-user=65534 --map-group=65534 --net --ipc --uts --mount --pid --fork --kill-child=KILL'.split(
    ' ',
  )

/** No /proc, no /dev, no /tmp: Node needs none of them to evaluate code. */
function bubblewrap(node: string, addon: string): string[] {
  const bind = (from: string, to = from) => ['--ro-bind', from, to]
  return [
    ...'--unshare-all --die-with-parent --clearenv --uid 65534 --gid 65534 --cap-drop ALL'.split(' '),
    ...'--hostname cage --setenv TZ UTC --setenv LANG C.UTF-8'.split(' '),
    ...sharedLibraries().flatMap((file) => bind(file)),
    ...bind(node, '/cage/node'),
    ...bind(addon, '/cage/isolated_vm.node'),
    ...'--chdir /cage --remount-ro /'.split(' '),
  ]
}

/**
 * isolated-vm holds a rejected promise only weakly until its step is over: a collection that falls into the same step loses the
 * rejection, and with it a verdict. With room for 16 MB of young objects, a step meets one 20 times more rarely than with
 * the less than 1 MB that it would ask for (docs/decisions/0084). Collecting on one thread makes CPU time, which is
 * capped, mean the same on a busy machine: a Map that grew to the memory cap had used up 10 s on several threads, 4 s on one.
 */
const NURSERY = ['--min-semi-space-size=16', '--max-semi-space-size=16', '--single-threaded-gc']

function nodeArgs(boot: string, addon: string): string[] {
  return [
    '--permission',
    '--allow-addons',
    `--allow-fs-read=${addon}`,
    // isolated-vm requires it.
    '--no-node-snapshot',
    '--no-warnings',
    ...NURSERY,
    '-e',
    boot,
    addon,
  ]
}

/** `ulimit` of a POSIX shell, which then becomes the command: there on every Unix. */
function limitedBy(o: CageOptions, argv: readonly string[]): { command: string; args: string[] } {
  const limits = [
    'ulimit -c 0',
    `ulimit -t ${o.cpuSeconds}`,
    'ulimit -n 64',
    'ulimit -f 0',
    ...(process.platform === 'linux' ? [`ulimit -v ${o.addressSpaceMb * 1024}`] : []),
  ]
  return { command: '/bin/sh', args: ['-c', `${limits.join(' && ')} && exec "$@"`, 'sh', ...argv] }
}

/** What this very process has loaded is what another process of the same binary needs. */
function sharedLibraries(): string[] {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean }
  const before = report.excludeNetwork
  report.excludeNetwork = true
  const { sharedObjects } = report.getReport() as unknown as { sharedObjects: string[] }
  report.excludeNetwork = before
  return sharedObjects.filter((file) => /\.so(\.|$)/.test(file) && file.startsWith('/') && existsSync(file))
}

function addonFile(): string {
  const require = createRequire(import.meta.url)
  const folder = join(dirname(require.resolve('isolated-vm/package.json')), 'prebuilds')
  const abi = `isolated-vm.abi${process.versions.modules}`
  for (const libc of isMusl() ? ['.musl'] : ['.glibc', '']) {
    const file = join(folder, `${process.platform}-${process.arch}`, `${abi}${libc}.node`)
    if (existsSync(file)) return realpathSync(file)
  }
  throw new Error(
    `isolated-vm has no binary for Node ${process.versions.node} (ABI ${process.versions.modules}) on ` +
      `${process.platform}-${process.arch}; it has them for Node 24 and 26`,
  )
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined
}

function findTool(name: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/local/bin']) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not here.
    }
  }
  return undefined
}
