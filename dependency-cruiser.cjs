// Who may import what: the path is the permission (docs/decisions/0002-layers.md).
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })
const TEST = '[.]test[.]tsx?$'
// A package whose export map the resolver cannot follow keeps its bare name.
const packages = (...names) => names.flatMap((name) => [`node_modules/${name}(/|$)`, `^${name}(/|$)`])
/** Everything outside `allowed` is forbidden. */
const only = (name, comment, path, allowed, except = []) => rule(name, comment, { path, pathNot: [TEST, ...except] }, { pathNot: allowed })

module.exports = {
  forbidden: [
    rule('no-cycles', 'modules that need each other belong together or apart', {}, { circular: true }),
    only('common-is-pure', 'common: zod and the contract builder, no Node, no DOM, no Electron', '^common/', ['^common/', ...packages('zod', '@orpc/contract')]),
    only('ports-are-types', 'ports: common and nothing else', '^electron/ports/', ['^common/', '^electron/ports/']),
    only('ffmpeg-knows-no-service', 'running ffmpeg: ports, Node and the packaged binary', '^electron/ffmpeg/', ['^electron/(ports|ffmpeg)/', '^(node:)?[a-z_/]+$', ...packages('ffmpeg-static')]),
    only('files-know-no-service', 'what services and doors do with files: Node and nothing else', '^electron/files/', ['^electron/files/', '^(node:)?[a-z_/]+$']),
    rule('services-start-no-process', 'ffmpeg is started by electron/ffmpeg; the capture makes its FIFOs', { path: '^electron/services/', pathNot: [TEST, '^electron/services/capture/launch[.]ts$'] }, { path: '^(node:)?child_process$', dependencyTypesNot: ['type-only'] }),
    rule('services-do-not-reach-up', 'a service knows common, ports and its own packages', { path: '^electron/services/', pathNot: TEST }, { path: '^(electron/(hosts|rpc|main|preload|headless|compose|open-engine|smoke|analyze|analysis|replay-run)|native-workers/|renderer/)' }),
    rule('services-are-wired-in-compose', 'another service: its types only', { path: '^electron/services/([^/]+)/', pathNot: TEST }, { path: '^electron/services/', pathNot: '^electron/services/$1/', dependencyTypesNot: ['type-only'] }),
    only('rpc-is-thin', 'rpc: common, ports, services\' types, the contract\'s server and the HTTP router', '^electron/rpc/', ['^common/', '^electron/(ports|rpc|services)/', ...packages('@orpc/(server|contract)', 'hono', 'zod', 'ws', '@types/ws')]),
    rule('rpc-takes-types-of-services', 'instances come from compose', { path: '^electron/rpc/', pathNot: TEST }, { path: '^electron/services/', dependencyTypesNot: ['type-only'] }),
    only('shared-host', 'what both doors\' hands use', '^electron/hosts/shared/', ['^electron/(ports|hosts/shared)/', '^(node:)?[a-z_/]+$']),
    only('headless-host', 'the headless door\'s hands', '^electron/hosts/headless/', ['^common/', '^electron/(ports|rpc|files)/', '^electron/hosts/(headless|shared)/', '^(node:)?[a-z_/]+$', ...packages('ws', '@types/ws', 'hono', '@hono/node-server', 'pino')]),
    only('electron-host', 'the desktop door\'s hands', '^electron/hosts/electron/', ['^common/', '^electron/(ports|rpc|files)/', '^electron/hosts/(electron|shared)/', '^(node:)?[a-z_/]+$', ...packages('electron', 'ws', '@types/ws', 'hono')]),
    rule('electron-only-in-shell', 'only the shell imports electron', { pathNot: ['^electron/(main|preload)[.]ts$', '^electron/hosts/electron/', '^test-support/', '^e2e/'] }, { path: ['^electron$', 'node_modules/electron/'] }),
    rule('compose-knows-no-door', 'compose is used by both doors', { path: '^electron/compose[.]ts$' }, { path: '^electron/(hosts/|main|headless|preload|analyze|replay-run)' }),
    rule('workers-stand-alone', 'workers: common only', { path: '^native-workers/', pathNot: TEST }, { path: '^(electron|renderer|test-support)/' }),
    rule('onnxruntime-only-in-infer', 'one place loads models', { pathNot: ['^native-workers/infer/', '^bench/'] }, { path: packages('onnxruntime-node') }),
    rule('sqlite-only-in-store', 'one process owns the files', { pathNot: ['^native-workers/store/', TEST, '^bench/', '^test-support/', '^e2e/'] }, { path: packages('better-sqlite3') }),
    rule('renderer-is-web', 'the renderer sees common and itself', { path: '^renderer/', pathNot: [TEST, '^renderer/vite[.]config'] }, { path: '^(electron|native-workers|test-support)/' }),
    rule('renderer-no-node', 'no Node in the renderer', { path: '^renderer/', pathNot: [TEST, '^renderer/vite[.]config'] }, { dependencyTypes: ['core'] }),
    rule('features-are-islands', 'what features share lives in ui, stores or transport', { path: '^renderer/features/([^/]+)/' }, { path: '^renderer/features/', pathNot: '^renderer/features/$1/' }),
    rule('test-support-is-for-tests', 'products do not import test helpers', { pathNot: [TEST, '^test-support/', '^e2e/', '^bench/', '[.]config[.]ts$'] }, { path: '^test-support/' }),
  ],
  options: { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.base.json' }, parser: 'swc' },
}
