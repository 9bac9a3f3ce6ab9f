/**
 * One installation of Jukung: the program's folder, the folder of its state, and the doors that every
 * command opens in the same order.
 */
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

/** The folder of the app's whole state: `JUKUNG_DATA`, or `data` in the project. */
export function dataDirOf(env: NodeJS.ProcessEnv): string {
  return resolve(projectDir, env['JUKUNG_DATA'] || 'data');
}

/**
 * The folder of backups and of the log of erasures: `JUKUNG_BACKUPS`, or beside the state folder with
 * `-backups` after its name. Outside the state folder, so that losing the one never loses the other.
 */
export function backupsDirOf(env: NodeJS.ProcessEnv): string {
  return env['JUKUNG_BACKUPS']
    ? resolve(projectDir, env['JUKUNG_BACKUPS'])
    : `${dataDirOf(env)}-backups`;
}

/** Makes the state folder and its secrets when this is the first start. */
export function openInstallation(): Installation {
  const dataDir = dataDirOf(process.env);
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
