import { describe, expect, it } from 'vitest';

import { openDatabase, whyNot } from './database-url';

describe('an external PostgreSQL', () => {
  it('is accepted from version 15 on', () => {
    expect(whyNot({ version: '15.0', versionNumber: 150_000, encoding: 'UTF8' })).toBeUndefined();
    expect(whyNot({ version: '18.4', versionNumber: 180_004, encoding: 'UTF8' })).toBeUndefined();
  });

  it('is refused below 15, naming both versions', () => {
    expect(whyNot({ version: '14.22', versionNumber: 140_022, encoding: 'UTF8' })).toBe(
      'DATABASE_URL names PostgreSQL 14.22; Jukung needs 15 or newer.',
    );
    expect(whyNot({ version: '?', versionNumber: Number.NaN, encoding: 'UTF8' })).toBeDefined();
  });

  it('is refused when it cannot hold every letter', () => {
    expect(whyNot({ version: '16.1', versionNumber: 160_001, encoding: 'SQL_ASCII' })).toContain(
      'UTF8',
    );
  });

  it('that does not answer is said so plainly, without its password', async () => {
    const attempt = openDatabase({
      dataDir: '/nowhere',
      secrets: { secret: () => Buffer.alloc(32) },
      externalUrl: 'postgres://jukung:rahasia@127.0.0.1:9/jukung',
      say: () => undefined,
    });
    await expect(attempt).rejects.toThrow(/DATABASE_URL is set, but .*ECONNREFUSED/);
    await expect(attempt).rejects.not.toThrow(/rahasia/);
  });
});
