import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSecrets } from './secrets';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'jukung-secrets-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the secrets of an installation', () => {
  it('are 32 bytes each, all different, and the same at every start', () => {
    const first = openSecrets(dataDir);
    const second = openSecrets(dataDir);
    const names = ['session', 'pin-pepper', 'database', 'instance'] as const;
    const values = names.map((name) => first.secret(name).toString('hex'));
    expect(values.every((value) => value.length === 64)).toBe(true);
    expect(new Set(values).size).toBe(names.length);
    expect(names.map((name) => second.secret(name).toString('hex'))).toEqual(values);
  });

  it('can be read by their owner alone, also when someone had opened them up', () => {
    openSecrets(dataDir);
    const folder = join(dataDir, 'secrets');
    chmodSync(folder, 0o755);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    openSecrets(dataDir);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('are never replaced when one is damaged: the start says what to do instead', () => {
    openSecrets(dataDir);
    const path = join(dataDir, 'secrets', 'session');
    writeFileSync(path, 'cut');
    expect(() => openSecrets(dataDir)).toThrow(/session is damaged .* from the backup/);
    expect(readFileSync(path, 'utf8')).toBe('cut');
  });

  it('leave no half-written file behind after a start that died while writing', () => {
    openSecrets(dataDir);
    const draft = join(dataDir, 'secrets', '.draft-4194000-abcd');
    writeFileSync(draft, 'half');
    openSecrets(dataDir);
    expect(readdirSync(join(dataDir, 'secrets')).some((name) => name.startsWith('.draft'))).toBe(
      false,
    );
  });

  it('hand out copies, so that no caller can change the kept value', () => {
    const secrets = openSecrets(dataDir);
    secrets.secret('session').fill(0);
    expect(secrets.secret('session').every((byte) => byte === 0)).toBe(false);
  });
});
