/**
 * The keys of the house. Each is 32 random bytes, cut at the first start and kept in its own file under
 * `data/secrets`, readable by the owner alone. Those that data depends on travel with every backup, the
 * two of the machine do not; none is ever in git.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { processBirth } from './process-facts';
import { StartFailure } from './start-failure';

const secretNames = [
  'session', // signs cookies and the words a phone has to sign; seals reset codes and tried numbers
  'pin-pepper', // mixed into every PIN hash, so that a stolen database alone opens no account
  'outcome-seal', // seals answers to phones, so that a restored server honours what it once said
  'database', // password of the embedded PostgreSQL
  'instance', // tells this installation from another one on the same machine; its hash is public
] as const;

export type SecretName = (typeof secretNames)[number];

/** Those that belong to the data and travel with a backup; the others belong to the machine. */
export const carriedSecrets = [
  'session',
  'pin-pepper',
  'outcome-seal',
] as const satisfies readonly SecretName[];

export interface Secrets {
  /** The 32 bytes kept under this name; the same at every start. */
  secret(name: SecretName): Buffer;
}

const secretBytes = 32;

/**
 * Opens the secrets of one installation and makes those that are missing.
 *
 * @param dataDir the folder of the app's whole state; `secrets/` is made inside it with mode 0700
 * @throws StartFailure when a kept secret is not 32 bytes: guessing a new one would lock everyone out
 */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  sweepHalfWritten(folder);

  const kept = new Map<SecretName, Buffer>();
  for (const name of secretNames) kept.set(name, readOrMake(folder, name));
  return {
    secret(name) {
      const value = kept.get(name);
      if (!value) throw new Error(`no secret is called ${name}`);
      return Buffer.from(value);
    },
  };
}

/**
 * Puts secrets from a backup in the place of those that are here; the former ones stay in a folder beside
 * them, since what they sealed may still be wanted.
 *
 * @param stamp names that folder
 * @returns where the former ones lie, and how to put them back
 * @throws StartFailure when one is missing or damaged; every secret is then as it was
 */
export function replaceSecrets(
  dataDir: string,
  secrets: ReadonlyMap<string, Buffer>,
  stamp: string,
): SecretsReplaced {
  const folder = join(dataDir, 'secrets');
  const aside = join(folder, `before-${stamp}`);
  // All of them or none: keys of two installations together open nothing.
  const values = carriedSecrets.map((name) => {
    const value = secrets.get(name);
    if (!value) throw new StartFailure(`The backup's secret ${name} is missing.`);
    if (value.length !== secretBytes)
      throw new StartFailure(`The backup's secret ${name} is damaged.`);
    return { name, value };
  });
  const replaced: SecretName[] = [];
  const putBack = () => {
    for (const name of replaced.splice(0)) renameSync(join(aside, name), join(folder, name));
    syncFolder(folder);
    if (existsSync(aside) && readdirSync(aside).length === 0) rmdirSync(aside);
  };
  try {
    for (const { name, value } of values) {
      const path = join(folder, name);
      if (read(path)?.equals(value)) continue;
      mkdirSync(aside, { recursive: true, mode: 0o700 });
      renameSync(path, join(aside, name));
      replaced.push(name);
      make(folder, path, value);
    }
  } catch (failure) {
    putBack();
    throw failure;
  }
  return { aside, putBack };
}

export interface SecretsReplaced {
  /** The folder of the former ones. */
  readonly aside: string;
  putBack(): void;
}

function readOrMake(folder: string, name: SecretName): Buffer {
  const path = join(folder, name);
  return read(path) ?? make(folder, path);
}

function read(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartFailure(`The secret ${path} cannot be read: ${(error as Error).message}`);
  }
  const value = Buffer.from(text, 'base64url');
  if (value.length !== secretBytes) {
    throw new StartFailure(
      `The secret ${path} is damaged (${value.length} bytes instead of ${secretBytes}). ` +
        'Put it back from the backup; docs/operate.md says how.',
    );
  }
  chmodSync(path, 0o600);
  return value;
}

/**
 * Security: written beside, forced to disk, then linked into place. A power cut leaves either no secret
 * or a whole one, and of two starts at once the first wins and the second reads the first one's.
 */
function make(folder: string, path: string, value: Buffer = randomBytes(secretBytes)): Buffer {
  const draft = join(folder, `.draft-${process.pid}-${randomBytes(4).toString('hex')}`);
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, value.toString('base64url') + '\n');
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
    syncFolder(folder);
    return value;
  } catch (error) {
    const winner = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(path) : undefined;
    if (!winner) throw error;
    return winner;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Drafts of a start that died between writing and linking; a living start's draft is left alone. */
function sweepHalfWritten(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const pid = /^\.draft-(\d+)-/.exec(entry)?.[1];
    if (pid && processBirth(Number(pid)) === undefined)
      rmSync(join(folder, entry), { force: true });
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The public name of this installation, as `/healthz` tells it: 16 hex digits. */
export function instanceId(secrets: Secrets): string {
  return createHash('sha256').update(secrets.secret('instance')).digest('hex').slice(0, 16);
}
