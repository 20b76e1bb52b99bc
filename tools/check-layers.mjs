// Runs dependency-cruiser over the source and fails when it saw nothing: a parser that quietly reads no file would pass every rule.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, root } from './project.mjs'

const LEAST_MODULES = 50
const run = spawnSync(join(root, 'node_modules/.bin/depcruise'), ['--config', 'dependency-cruiser.cjs', '--output-type', 'json', 'electron', 'native-workers', 'common', 'renderer', 'test-support', 'e2e', 'bench'], {
  cwd: root, env: environment(), encoding: 'utf8', maxBuffer: 1 << 28,
})
const report = JSON.parse(run.stdout || '{}')
const cruised = report.summary?.totalCruised ?? 0
if (cruised < LEAST_MODULES) {
  process.stdout.write(`layers: only ${cruised} modules were read; the check itself is broken\n${run.stderr}\n`)
  process.exit(1)
}
const errors = report.summary.violations.filter(({ rule }) => rule.severity === 'error')
for (const { from, to, rule } of errors) process.stdout.write(`${from} → ${to}\n  ${rule.name}${rule.comment ? `: ${rule.comment}` : ''}\n`)
process.stdout.write(`layers: ${cruised} modules, ${errors.length} breaches\n`)
process.exit(errors.length === 0 ? 0 : 1)
