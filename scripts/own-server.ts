/**
 * One server per state folder. The running one leaves a note (`server.json`) of who it is; the next start
 * ends a predecessor that a killed terminal left running, and never anybody else.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import {
  portHolder,
  processArguments,
  processBirth,
  processFolder,
  signal,
  waitUntilGone,
} from '#db/embedded/process-facts';
import { StartFailure } from '#db/embedded/start-failure';

import { dataDirOf, projectDir, say, type Village } from './installation';

interface Note {
  pid: number;
  birth: string;
  port: number;
}

/** Who wants to listen. */
interface Newcomer {
  readonly port: number;
  readonly dataDir: string;
  /** Our name in `/healthz`. */
  readonly instance: string;
  readonly village: Village;
}

const patienceMs = 20_000;

/** Leaves our note; the returned function takes it away again, if it is still ours. */
export function leaveNote(dataDir: string, port: number): () => void {
  const path = notePath(dataDir);
  const note: Note = { pid: process.pid, birth: processBirth(process.pid) ?? '', port };
  writeFileSync(`${path}.draft`, JSON.stringify(note) + '\n', { mode: 0o600 });
  renameSync(`${path}.draft`, path);
  return () => {
    if (readNote(dataDir)?.birth === note.birth) rmSync(path, { force: true });
  };
}

/** Process of the server that runs on this state folder now, if there is one. */
export function runningServer(dataDir: string): number | undefined {
  const note = readNote(dataDir);
  return note && processBirth(note.pid) === note.birth ? note.pid : undefined;
}

/**
 * Takes the place of whatever an earlier start left: afterwards nobody serves this state folder, and we
 * can listen. Looked at first, so that a healthy server is not ended for a start that a stranger stops.
 *
 * @throws StartFailure when a stranger holds the port, or the real village and we are the sample; then
 *   nothing was ended
 */
export async function takePlace(newcomer: Newcomer): Promise<void> {
  const { port, dataDir } = newcomer;
  if (!(await isFree(port)) && !isHeldByUs(port, dataDir)) throw await held(newcomer);
  await endPredecessor(dataDir);
  await clearPort(newcomer);
}

function isHeldByUs(port: number, dataDir: string): boolean {
  const holder = portHolder(port);
  const running = runningServer(dataDir);
  if (holder !== undefined) return holder === running || isOurs(holder, dataDir);
  // Where the system does not name the holder, the note of the running server does.
  return running !== undefined && readNote(dataDir)?.port === port;
}

/** Ends the server of this state folder that an earlier start left running, wherever it listens. */
async function endPredecessor(dataDir: string): Promise<void> {
  const note = readNote(dataDir);
  if (!note || note.pid === process.pid) return;
  // The same number with another birth is a stranger that was given the number later.
  if (processBirth(note.pid) === note.birth) await end(note.pid);
  rmSync(notePath(dataDir), { force: true });
}

/**
 * Makes sure that we can listen. A server of this very project and state folder is ended even when its
 * note was lost (a deleted and freshly installed project), and so is the sample village when the real one
 * of the project takes its place, never the reverse; a stranger is left alone and named.
 */
async function clearPort(newcomer: Newcomer): Promise<void> {
  const { port, dataDir } = newcomer;
  if (await isFree(port)) return;
  const holder = portHolder(port);
  if (holder !== undefined && isOurs(holder, dataDir)) {
    await end(holder);
    if (await isFree(port)) return;
  }
  throw await held(newcomer);
}

async function held({ port, instance, village }: Newcomer): Promise<StartFailure> {
  const command = village === 'sample' ? 'npm run demo' : 'npm start';
  const advice = `Choose another port, for example: PORT=${port + 1} ${command}`;
  return new StartFailure(`${await describe(port, portHolder(port), instance)}\n${advice}`);
}

async function end(pid: number): Promise<void> {
  say(`Ending the Jukung of an earlier start (process ${pid}).`);
  signal(pid, 'SIGTERM');
  if (await waitUntilGone(pid, patienceMs)) return;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, 5_000);
}

function isOurs(pid: number, dataDir: string): boolean {
  const words = processArguments(pid);
  if (!words.includes('scripts/start.ts') || processFolder(pid) !== projectDir) return false;
  const theirs = dataDirOf(environmentOf(pid), words.includes('--demo') ? 'sample' : 'real');
  // Whoever only wants to look never ends a village that people live in.
  const isSample = theirs === dataDirOf({}, 'sample') && dataDir === dataDirOf({}, 'real');
  return theirs === dataDir || isSample;
}

async function describe(
  port: number,
  holder: number | undefined,
  instance: string,
): Promise<string> {
  const health = await askHealth(port);
  if (health?.instance === instance) {
    return (
      `Port ${port} is held by the Jukung of this same data folder, but its process is out of our sight ` +
      '(another container?). Stop it first.'
    );
  }
  const name =
    holder === undefined ? '' : ` (process ${holder}: ${processArguments(holder).join(' ')})`;
  if (health?.instance) return `Port ${port} is held by another Jukung${name}.`;
  return `Port ${port} is held by another program${name}.`;
}

async function askHealth(port: number): Promise<{ instance?: string } | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(2_000),
    });
    return (await answer.json()) as { instance?: string };
  } catch {
    return undefined;
  }
}

/** Asks the way the server will: on every address of the machine. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EACCES') {
        reject(new StartFailure(`Port ${port} may only be opened by root. Choose one above 1023.`));
      } else reject(error);
    });
    probe.listen({ port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function environmentOf(pid: number): NodeJS.ProcessEnv {
  try {
    const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  } catch {
    return {};
  }
}

function readNote(dataDir: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(notePath(dataDir), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

function notePath(dataDir: string): string {
  return join(dataDir, 'server.json');
}
