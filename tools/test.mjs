// npm test: everything there is, in the order in which it fails fastest. Ends with the plain line "N passed, N failed".
//   --static   only types, lint, layers and unused code
//   NAME…      only these parts (types lint layers unused build unit e2e)
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from './build.mjs'
import { buildKernels } from './build-kernels.mjs'
import { root, run, runBin, projectNode } from './project.mjs'

const results = join(root, 'out/test-results')
let passed = 0
let failed = 0
/** One line each, printed at the end. */
const failures = []

async function counted(name, command) {
  process.stdout.write(`\n— ${name}\n`)
  const code = await command()
  if (code === 0) passed++
  else failed++
  if (code !== 0) {
    process.stdout.write(`✗ ${name} failed\n`)
    failures.push(name)
  }
}

/** vitest says how many tests there were; a run that found none has failed. */
async function tests(name, config) {
  process.stdout.write(`\n— ${name}\n`)
  const file = join(results, `${name}.json`)
  await mkdir(results, { recursive: true })
  await rm(file, { force: true })
  const code = await runBin('vitest', ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  const report = await readFile(file, 'utf8').then(JSON.parse, () => null)
  passed += report?.numPassedTests ?? 0
  const lost = (report?.numFailedTests ?? 0) + (report?.numPendingTests ?? 0)
  failed += lost
  if (code !== 0 && lost === 0) failed++
  if (report !== null && report.numTotalTests === 0) failed++
  failures.push(...namesOf(report))
  if (code !== 0 && lost === 0) failures.push(`${name}: a test file could not be run to its end; see the error above`)
}

/** What failed, and files whose worker died: the last lines of a long log should say it all. */
function namesOf(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const where = relative(root, file.name)
    const bad = file.assertionResults.filter(({ status }) => status !== 'passed').map(({ fullName, failureMessages }) => `${where}: ${fullName}: ${(failureMessages[0] ?? 'did not run').split('\n')[0]}`)
    return bad.length === 0 && file.status !== 'passed' ? [`${where}: ${(file.message || 'did not run to its end').split('\n')[0]}`] : bad
  })
}

const PARTS = {
  types: () => counted('types', async () => { await buildKernels(); return runBin('tsc', ['-b']) }),
  lint: () => counted('lint', () => runBin('oxlint', ['--type-aware', '--deny-warnings'])),
  layers: () => counted('layers', () => run(projectNode(), ['tools/check-layers.mjs'])),
  unused: () => counted('unused code', () => runBin('knip', ['--no-progress'])),
  build: () => counted('build', async () => { await build(); return 0 }),
  unit: () => tests('unit and integration', 'vitest.config.ts'),
  e2e: () => tests('end to end', 'vitest.e2e.config.ts'),
}
const STATIC = ['types', 'lint', 'layers', 'unused']

const args = process.argv.slice(2)
const unknown = args.filter((arg) => arg !== '--static' && !(arg in PARTS))
if (unknown.length > 0) {
  process.stderr.write(`npm test: "${unknown[0]}" is not a part; expected ${Object.keys(PARTS).join(', ')} or --static\n`)
  process.exit(2)
}
const wanted = args.includes('--static') ? STATIC : args.length > 0 ? args : Object.keys(PARTS)
for (const part of wanted) await PARTS[part]()
for (const failure of failures) process.stdout.write(`\n✗ ${failure}`)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
