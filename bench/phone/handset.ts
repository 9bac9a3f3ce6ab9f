/** A phone for measuring: real Chromium, its profile on a disk, the heap of a Go-class phone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Phone } from '#e2e/phone';
import { chromiumOrInstall } from '#scripts/chromium';

import type { VillageServer } from '../village-server';
import { GO_HEAP } from './go-class';

export interface Handset {
  readonly phone: Phone;
  close(): Promise<void>;
}

export async function openHandset({ port }: VillageServer): Promise<Handset> {
  const home = mkdtempSync(join(tmpdir(), 'jukung-handset-'));
  const chromiumPath = chromiumOrInstall((line) => void process.stderr.write(`${line}\n`));
  const phone = await Phone.make({
    name: 'go',
    chromiumPath,
    home,
    serverPort: port,
    args: GO_HEAP,
  });
  return {
    phone,
    close: async () => {
      await phone.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
