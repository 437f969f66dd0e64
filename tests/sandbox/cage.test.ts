import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { openPool } from '../../lib/sandbox/index.ts'

/** Runs outside the isolate, as the suite does: what is out of reach here is out of reach for an escaped submission too. */
const probe = {
  hash: 'probe',
  code: `
exports.run = async (_port, { tcpPort }) => {
  const attempt = (f) => { try { return f() } catch (e) { return e.code ?? e.message } }
  const builtin = (name) => process.getBuiltinModule(name)
  const connect = () => new Promise((resolve) => {
    const s = attempt(() => builtin('net').connect(tcpPort, '127.0.0.1'))
    if (typeof s === 'string') return resolve(s)
    s.on('error', (e) => resolve(e.code)).on('connect', () => resolve('connected'))
  })
  return {
    uid: process.getuid(),
    env: Object.keys(process.env).sort(),
    passwd: attempt(() => builtin('fs').readFileSync('/etc/passwd', 'utf8').length),
    project: attempt(() => builtin('fs').readdirSync(process.cwd()).length),
    write: attempt(() => builtin('fs').writeFileSync('/tmp/x', 'x')),
    spawn: attempt(() => builtin('child_process').spawnSync('/bin/true').error?.code ?? 'spawned'),
    worker: attempt(() => { new (builtin('worker_threads').Worker)('1', { eval: true }); return 'started' }),
    network: await connect(),
    interfaces: attempt(() => Object.keys(builtin('os').networkInterfaces()).join()),
    zone: new Date(0).getTimezoneOffset(),
  }
}`,
}

const look = async (cages: ('bubblewrap' | 'unshare' | 'none')[]) => {
  // Someone to reach, if the network were open.
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pool = await openPool({ size: 1, spares: 0, cages })
  try {
    const { port } = server.address() as AddressInfo
    const outcome = await pool.run({ source: '', driver: probe, input: { tcpPort: port } })
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
    return { layers: pool.layers(), seen: outcome.value as Record<string, unknown> }
  } finally {
    await pool.close()
    server.close()
  }
}

const REFUSED = 'ERR_ACCESS_DENIED'

describe('in every cage', () => {
  test('no files, no child processes, no threads, nothing of our environment', async () => {
    process.env.SECRET_OF_THE_PARENT = 'x'
    const { seen, layers } = await look(['none'])
    delete process.env.SECRET_OF_THE_PARENT
    expect(seen).toMatchObject({
      passwd: REFUSED,
      project: REFUSED,
      write: REFUSED,
      spawn: REFUSED,
      worker: REFUSED,
      zone: 0,
    })
    expect(seen.env).toEqual(expect.not.arrayContaining(['SECRET_OF_THE_PARENT', 'PATH', 'HOME']))
    // Node 24 leaves the network to the namespaces.
    if (Number(process.versions.node.split('.')[0]) >= 25) expect(seen.network).toBe(REFUSED)
    expect(layers.missing.join()).toContain('needs bubblewrap')
  })
})

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test('the strongest cage that works is taken, and says what it is', async () => {
    const pool = await openPool({ size: 1, spares: 0 })
    const { present, missing } = pool.layers()
    expect(present).toContain('watchdog: CPU, wall and resident memory, kills the process group')
    if (pool.status().cage === 'bubblewrap') expect(missing).toEqual([])
    else expect(missing.join()).toContain('bubblewrap')
    await pool.close()
  })

  test('no cage that works is an error that names each attempt', async () => {
    await expect(openPool({ size: 1, cages: [] })).rejects.toThrow('No sandbox process can be started here')
  })
})

// Where containers refuse namespaces there is nothing to look at; the pool says so in its layers.
const pool = await openPool({ size: 1, spares: 0 })
const strongest = pool.status().cage
await pool.close()

describe.runIf(strongest === 'bubblewrap')('in bubblewrap', () => {
  test('nobody, no network, an empty file system', async () => {
    const { seen } = await look(['bubblewrap'])
    expect(seen).toMatchObject({ uid: 65534, passwd: REFUSED, write: REFUSED, interfaces: 'lo' })
    expect(seen.env).toEqual(['LANG', 'PWD', 'TZ'])
    expect(seen.network).not.toBe('connected')
  })
})
