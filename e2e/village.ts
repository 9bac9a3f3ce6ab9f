/**
 * The village in which a journey happens: Jukung with the sample market, and the phones. Every journey
 * file has a village of its own. A test passes only if no page, worker or server complained meanwhile.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, inject } from 'vitest';

import { asAdmin, databaseUrl } from '#db/testing/admin';

import { Phone, type PhoneSettings } from './phone';
import { ServerProcess } from './server-process';

type PhoneWishes = Partial<
  Pick<PhoneSettings, 'width' | 'scale' | 'dark' | 'javaScript' | 'letters'>
>;

const pictureDir = 'test-results';

export class Village {
  private phones: Phone[] = [];
  private home = '';
  private database = '';
  private running: ServerProcess | undefined;

  get server(): ServerProcess {
    if (!this.running) throw new Error('the village is not open');
    return this.running;
  }

  /** Address of the database, for looking at what really arrived. */
  get databaseUrl(): string {
    return databaseUrl(inject('testPostgres').adminUrl, this.database);
  }

  /** A new phone, switched on, nothing on it yet. */
  async phone(name: string, wishes: PhoneWishes = {}): Promise<Phone> {
    const phone = await Phone.make({
      name,
      chromiumPath: inject('chromiumPath'),
      home: mkdtempSync(join(this.home, 'phone-')),
      serverPort: this.server.port,
      ...wishes,
    });
    this.phones.push(phone);
    return phone;
  }

  async open(): Promise<void> {
    const { adminUrl } = inject('testPostgres');
    const sample = inject('sampleVillage');
    this.home = mkdtempSync(join(tmpdir(), 'jukung-e2e-'));
    this.database = `jukung_test_${randomBytes(8).toString('hex')}`;
    await asAdmin(adminUrl, `CREATE DATABASE ${this.database} TEMPLATE ${sample.database}`);
    const dataDir = join(this.home, 'data');
    cpSync(sample.dataDir, dataDir, { recursive: true });
    this.running = new ServerProcess({ dataDir, databaseUrl: this.databaseUrl });
    await this.running.start();
  }

  /** Puts the phones of one test away and tells what was wrong on the way. */
  async putPhonesAway(failedTest?: string): Promise<string[]> {
    const phones = this.phones.splice(0);
    if (failedTest) {
      mkdirSync(pictureDir, { recursive: true });
      const file = failedTest.replace(/\W+/g, '-').slice(0, 80);
      for (const phone of phones)
        await phone.picture(join(pictureDir, `${file}-${phone.name}.png`));
    }
    await Promise.all(phones.map((phone) => phone.close()));
    return [...phones.flatMap((phone) => phone.takeTroubles()), ...this.server.takeTroubles()];
  }

  async close(): Promise<void> {
    await this.running?.stop();
    await asAdmin(
      inject('testPostgres').adminUrl,
      `DROP DATABASE IF EXISTS ${this.database} WITH (FORCE)`,
    );
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Opens a village for the tests of a file. */
export function useVillage(): Village {
  const village = new Village();
  beforeAll(() => village.open());
  afterEach(async ({ task }) => {
    const failed = task.result?.state === 'fail' ? task.name : undefined;
    const troubles = await village.putPhonesAway(failed);
    if (troubles.length > 0) throw new Error(`Complaints on the way:\n${troubles.join('\n')}`);
  });
  afterAll(() => village.close());
  return village;
}
