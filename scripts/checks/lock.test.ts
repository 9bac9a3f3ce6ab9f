import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { lockFile, missingFromLock, type Lock } from '../complete-lock';

describe('package-lock.json', () => {
  it('names the optional packages of every kind of machine (mend it with: npm run complete-lock)', () => {
    const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as Lock;
    expect(missingFromLock(lock).map(({ path }) => path)).toEqual([]);
  });

  it('is found wanting when an entry for another machine is not there', () => {
    const lock: Lock = {
      packages: {
        'node_modules/rollup': {
          optionalDependencies: { 'rollup-linux-x64': '4.1.0', 'rollup-win32-x64': '4.1.0' },
        },
        'node_modules/rollup/node_modules/rollup-linux-x64': { version: '4.1.0' },
      },
    };
    expect(missingFromLock(lock)).toEqual([
      { path: 'node_modules/rollup-win32-x64', version: '4.1.0', dev: false },
    ]);
  });
});
