import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const ROOT = new URL('../', import.meta.url);

/** Runs the check as it would see another version of Node. */
function checkedBy(version: string) {
  const code = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('./scripts/node-version.cjs')`;
  return spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' });
}

test.each(['12.22.12', '20.20.2', '22.17.1'])('Node %s is refused in one sentence', (version) => {
  const { status, stderr } = checkedBy(version);
  expect(status).toBe(1);
  expect(stderr).toContain(`but this is Node ${version}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each(['22.18.0', '24.0.0', '26.1.0'])('Node %s is accepted', (version) => {
  expect(checkedBy(version)).toMatchObject({ status: 0, stderr: '' });
});
