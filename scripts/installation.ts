/**
 * One installation of Jukung: the program's folder, the folder of its state, and the doors that every
 * command opens in the same order.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openDatabase, type OpenDatabase } from '#db/embedded/database-url';
import { openSecrets, type Secrets } from '#db/embedded/secrets';
import { StartFailure } from '#db/embedded/start-failure';

export interface Installation {
  dataDir: string;
  secrets: Secrets;
}

export const projectDir = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** The folders in the project when `JUKUNG_DATA` names none: of the real village, and of the sample one. */
const ownFolders = { real: 'data', sample: 'data-demo' } as const;
export type Village = keyof typeof ownFolders;

/**
 * The folder of the app's whole state: `JUKUNG_DATA`, or one in the project. The sample village has one of
 * its own there: its PINs stand in the open, and nobody of it may be found in a real installation later.
 * With `DATABASE_URL` there is one database, so its keys and pictures lie in one folder as well.
 */
export function dataDirOf(env: NodeJS.ProcessEnv, village: Village = 'real'): string {
  const own = ownFolders[env['DATABASE_URL'] ? 'real' : village];
  return resolve(projectDir, env['JUKUNG_DATA'] || own);
}

/**
 * The folder of backups and of the log of erasures: `JUKUNG_BACKUPS`, or beside the state folder with
 * `-backups` after its name. Outside the state folder, so that losing the one never loses the other.
 */
export function backupsDirOf(env: NodeJS.ProcessEnv, village: Village = 'real'): string {
  return env['JUKUNG_BACKUPS']
    ? resolve(projectDir, env['JUKUNG_BACKUPS'])
    : `${dataDirOf(env, village)}-backups`;
}

/** Makes the state folder and its secrets when this is the first start. */
export function openInstallation(village: Village = 'real'): Installation {
  const dataDir = dataDirOf(process.env, village);
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true });
    // Under root the database belongs to another user, who must be able to walk through, not to look.
    chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  }
  return { dataDir, secrets: openSecrets(dataDir) };
}

/** The database that `DATABASE_URL` names, or the embedded one in the state folder. */
export function openDatabaseOf({ dataDir, secrets }: Installation): Promise<OpenDatabase> {
  return openDatabase({ dataDir, secrets, externalUrl: process.env['DATABASE_URL'], say });
}

/** One line to the person at the terminal. */
export function say(line: string): void {
  console.log(line);
}

/** Runs a command; what the person can mend is told in plain words, our own mistakes with their stack. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    console.error(error instanceof StartFailure ? `\n${error.message}\n` : error);
    process.exit(1);
  });
}

/** The project's own copy of a program that npm installed. */
export function installedProgram(path: string): string {
  return join(projectDir, 'node_modules', path);
}

/** Writes the type settings that every tool reads and that no clone has. */
export function writeTypeSettings(): void {
  const kit = installedProgram('@sveltejs/kit/svelte-kit.js');
  execFileSync(process.execPath, [kit, 'sync'], { cwd: projectDir, stdio: 'inherit' });
}
