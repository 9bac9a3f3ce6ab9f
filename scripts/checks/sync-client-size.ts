/**
 * What the sync client weighs beyond Dexie: bundled by the bundler the app uses, minified, and packed with gzip
 * at its strongest. What counts is listed in sync-client.ts and, of it the engine proper, in sync-engine.ts.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'vite';

import { projectDir } from '../installation';

export interface SyncClientSizes {
  /** What knows neither browser nor store nor noun: tap, outbox, merge, wire, settling, healing. Bytes. */
  readonly engine: number;
  /** With its stores on Dexie, HTTP, the device's key, the loop and one tab that leads. Bytes. */
  readonly client: number;
  /** And with every noun of the village and all that may be done with them. Bytes. */
  readonly withNouns: number;
}

export async function syncClientSizes(): Promise<SyncClientSizes> {
  const nounsFromOutside = [/^dexie$/, /^#domain\//];
  return {
    engine: await packedSize('sync-engine.ts', nounsFromOutside),
    client: await packedSize('sync-client.ts', nounsFromOutside),
    withNouns: await packedSize('sync-client.ts', [/^dexie$/]),
  };
}

async function packedSize(entry: string, external: RegExp[]): Promise<number> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: projectDir,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(projectDir, 'scripts/checks', entry),
        // One file: what is fetched later (healing) is weighed too.
        output: { codeSplitting: false },
        preserveEntrySignatures: 'strict',
        external,
      },
    },
  });
  if (!('output' in built)) throw new Error('the bundler built something else');
  const code = built.output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])).join('');
  return gzipSync(code, { level: 9 }).length;
}
