/**
 * Where the database lives and who runs it. PostgreSQL refuses to run as root; a start by root therefore
 * hands it to the user `postgres`, who must be able to walk to the data. When the project lies in a
 * folder that user cannot enter (root's home, say), the data is placed under /var/lib and the project
 * keeps a link to it, so that `data/postgres` is the database in either case.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { StartFailure } from './start-failure';

export interface RunAs {
  uid: number;
  gid: number;
}

export interface Place {
  /** Real path of PostgreSQL's data folder; it may not exist yet. */
  folder: string;
  /** A folder the database user can enter; copies of the programs go here if they must. */
  programsHome: string;
  /** The user PostgreSQL runs as; undefined means: as ourselves. */
  runAs: RunAs | undefined;
  /** The link to keep at `data/postgres` when the folder is elsewhere. */
  link: string | undefined;
}

const userName = 'postgres';
const farHome = '/var/lib';
/** One copy per version serves every installation of this machine. */
const programsHome = join(farHome, 'jukung-programs');

/**
 * Decides the place. Makes the system user when root starts for the first time; changes no data except
 * moving a stopped cluster out of a folder that its user can no longer enter.
 *
 * @param dataDir the app's state folder; it exists
 * @param instance text that is this installation's alone; names the folder under /var/lib
 * @throws StartFailure when the data belongs to another user or another installation
 */
export function findPlace(dataDir: string, instance: string): Place {
  const near = join(realpathSync(dataDir), 'postgres');
  const uid = process.getuid?.();
  if (uid !== 0)
    return { ...placeOfUser(near, uid), programsHome: dataDir, runAs: undefined, link: undefined };
  return placeOfRoot(realpathSync(dataDir), near, instance);
}

/** A place for a cluster that is thrown away after a test; `folder` must not exist yet. */
export function throwAwayPlace(home: string): Place {
  const runAs = process.getuid?.() === 0 ? databaseUser() : undefined;
  return {
    folder: join(realpathSync(home), 'postgres'),
    programsHome: home,
    runAs,
    link: undefined,
  };
}

/** Keeps the link `data/postgres` true, once the folder it names holds a whole cluster. */
export function keepLink({ link, folder }: Place): void {
  if (link && !isLink(link)) symlinkSync(folder, link);
}

/** True when the user can walk to the path: asked of the system itself, so that every kind of right counts. */
export function canReach(path: string, { uid, gid }: RunAs): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid, gid, cwd: '/' }).status === 0
  );
}

function placeOfUser(near: string, uid: number | undefined): { folder: string } {
  const folder = followLink(near);
  if (existsSync(folder) && uid !== undefined && statSync(folder).uid !== uid) {
    throw new StartFailure(
      `The database in ${folder} belongs to another user (an earlier start ran as root?). ` +
        'Start Jukung as that time, or hand the folder over: ' +
        `sudo chown -R "$(id -un)" ${folder}`,
    );
  }
  return { folder };
}

function placeOfRoot(dataDir: string, near: string, instance: string): Place {
  const runAs = ownerOf(near) ?? databaseUser();
  if (isLink(near)) {
    const folder = followLink(near);
    claim(folder, dataDir);
    return { folder, programsHome, runAs, link: near };
  }
  if (canReach(dataDir, runAs)) return { folder: near, programsHome, runAs, link: undefined };

  const home = join(
    farHome,
    `jukung-${createHash('sha256').update(instance).digest('hex').slice(0, 12)}`,
  );
  makeHome(home, dataDir);
  const folder = join(home, 'postgres');
  if (existsSync(near) && !existsSync(folder)) moveOut(near, folder);
  return { folder, programsHome, runAs, link: near };
}

function makeHome(home: string, dataDir: string): void {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chmodSync(home, 0o755);
  writeFileSync(join(home, 'belongs-to'), dataDir + '\n');
}

/**
 * Security: a copied project brings the link along, and two installations would write into one
 * database without knowing. The home remembers whose it is; a moved project takes it with it.
 */
function claim(folder: string, dataDir: string): void {
  const note = join(folder, '..', 'belongs-to');
  if (!existsSync(note)) return;
  const owner = readFileSync(note, 'utf8').trim();
  if (owner === dataDir) return;
  const ownersLink = join(owner, 'postgres');
  if (isLink(ownersLink) && readlinkSync(ownersLink) === folder) {
    throw new StartFailure(
      `${dataDir}/postgres is a link to ${folder}, the database of ${owner}. ` +
        'A copy must not write into it: remove the copied data folder, or restore a backup into it.',
    );
  }
  writeFileSync(note, dataDir + '\n');
}

function moveOut(near: string, folder: string): void {
  try {
    renameSync(near, folder);
  } catch (error) {
    throw new StartFailure(
      `The database user cannot enter ${near} any more, and moving it failed (${(error as Error).message}). ` +
        `Move it by hand: mv ${near} ${folder}`,
    );
  }
}

function followLink(path: string): string {
  if (!isLink(path)) return path;
  try {
    return realpathSync(path);
  } catch {
    throw new StartFailure(
      `${path} is a link to ${readlinkSync(path)}, and nothing is there. Put the database back from the ` +
        `backup, or remove the link to begin with an empty one.`,
    );
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** An existing database keeps its user; root's own folder (a fresh or restored one) does not count. */
function ownerOf(near: string): RunAs | undefined {
  const stat = statSync(near, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

function databaseUser(): RunAs {
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      userName,
    ]);
  } catch (error) {
    throw new StartFailure(
      `PostgreSQL does not run as root, and the user "${userName}" could not be made ` +
        `(${(error as Error).message.split('\n')[0]}). Make it by hand, or start Jukung as an ordinary user.`,
    );
  }
  const made = lookUp();
  if (!made) throw new StartFailure(`The user "${userName}" was made but cannot be found.`);
  return made;
}

function lookUp(): RunAs | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    spawnSync('id', [flag, userName], { encoding: 'utf8' }),
  );
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
