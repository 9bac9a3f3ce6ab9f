/**
 * The rules of the house that a machine can see: which room may import which, what may not happen inside
 * the pure rooms, how long a file may be, which folder names say nothing. Each breach names the file and
 * the reason, so that whoever meets it knows what to do.
 */
import { posix } from 'node:path';

interface Room {
  /** Rooms it may import. */
  uses: readonly string[];
  /** Rooms of which it may import types. */
  usesTypesOf?: readonly string[];
  /** Where clock, chance, network and ids must arrive as arguments. */
  pure?: boolean;
  reason: string;
}

const everyRoom = ['sync', 'domain', 'db', 'api', 'web', 'e2e', 'bench', 'scripts'];

const rooms: Record<string, Room> = {
  sync: { uses: [], pure: true, reason: 'the engine knows no noun, no database and no browser' },
  domain: { uses: ['sync'], pure: true, reason: 'the village knows the engine and nothing else' },
  db: {
    uses: ['sync', 'domain'],
    reason: 'PostgreSQL stores what domain declares and knows no HTTP',
  },
  api: { uses: ['sync', 'domain', 'db'], reason: 'the server knows no page' },
  web: {
    uses: ['sync', 'domain'],
    usesTypesOf: ['api'],
    reason: 'the phone reaches the server by HTTP only; of api it may import types',
  },
  e2e: { uses: everyRoom, reason: '' },
  bench: { uses: everyRoom, reason: '' },
  scripts: { uses: everyRoom, reason: '' },
};

export const roomNames = Object.keys(rooms);
export const longestFileLines = 400;
const emptyNames = new Set(['components', 'stores', 'services', 'utils', 'helpers']);

const impurities: [RegExp, string][] = [
  [/\bDate\.now\b/, 'Date.now'],
  [/\bnew Date\(\s*\)/, 'new Date()'],
  [/\bperformance\.now\b/, 'performance.now'],
  [/\bMath\.random\b/, 'Math.random'],
  [/(?<![.\w])crypto\b|\bglobalThis\.crypto\b/, 'crypto'],
  [/(?<![.\w])fetch\s*\(/, 'fetch'],
  [/(?<![.\w])setTimeout\s*\(/, 'setTimeout'],
  [/(?<![.\w])setInterval\s*\(/, 'setInterval'],
];

/**
 * Every breach of the house rules in one file, as sentences; empty when it keeps them all.
 *
 * @param path of the file, from the project's top, with forward slashes
 */
export function breachesOf(path: string, text: string): string[] {
  const isTest = /\.(test|spec)\.ts$/.test(path);
  const code = withoutComments(text);
  return [
    ...importBreaches(path, code),
    ...(rooms[roomOf(path)]?.pure && !isTest ? impureBreaches(path, code) : []),
    ...lengthBreaches(path, text),
    ...nameBreaches(path),
  ];
}

function importBreaches(path: string, code: string): string[] {
  const here = roomOf(path);
  const room = rooms[here];
  if (!room) return [];
  return importsOf(code).flatMap(({ target, typeOnly }) => {
    if (/^[#.$].*\.ts$/.test(target))
      return [`${path} imports ${target}: leave the ending .ts away`];
    if (room.pure && target.startsWith('node:') && !isTestSupport(path)) {
      return [
        `${path} imports ${target}: ${here}/ runs on phone and server alike, so it has no Node in it`,
      ];
    }
    const there = targetRoom(path, target);
    if (there === undefined) return [];
    if (there === here) {
      return target.startsWith('#')
        ? [`${path} imports ${target}: inside a room, write ./ or ../`]
        : [];
    }
    if (target.startsWith('.')) {
      return [`${path} imports ${target}: from room to room, write #${there}/…`];
    }
    const allowed = room.uses.includes(there) || (typeOnly && room.usesTypesOf?.includes(there));
    return allowed ? [] : [`${path} imports ${target}: ${room.reason}`];
  });
}

/** Static, dynamic and re-exporting imports; `typeOnly` for those that leave nothing behind at run time. */
function importsOf(code: string): { target: string; typeOnly: boolean }[] {
  const pattern =
    /\b(?:import|export)\s+(type\s+)?(?:[\w*${},\s]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(pattern)].map((found) => {
    // `typeof import('#api/x')` is a type as well.
    const before = code.slice(Math.max(0, (found.index ?? 0) - 8), found.index);
    return {
      target: found[2] ?? found[3] ?? '',
      typeOnly: found[1] !== undefined || /typeof\s+$/.test(before),
    };
  });
}

function targetRoom(path: string, target: string): string | undefined {
  const named = /^#([a-z0-9]+)\//.exec(target)?.[1];
  if (named) return named;
  if (target.startsWith('$lib')) return 'web';
  if (!target.startsWith('.')) return undefined;
  const room = roomOf(posix.join(posix.dirname(path), target));
  return room in rooms ? room : undefined;
}

function impureBreaches(path: string, code: string): string[] {
  const bare = withoutTexts(code);
  return impurities
    .filter(([pattern]) => pattern.test(bare))
    .map(([, name]) => `${path} uses ${name}: in ${roomOf(path)}/ it arrives as an argument`);
}

function lengthBreaches(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n').length;
  if (lines <= longestFileLines) return [];
  return [`${path} has ${lines} lines: more than ${longestFileLines} hide more than one idea`];
}

function nameBreaches(path: string): string[] {
  const empty = path
    .split('/')
    .slice(0, -1)
    .find((part) => emptyNames.has(part));
  return empty ? [`${path} lies in a folder called ${empty}: name the idea, not the kind`] : [];
}

/** Tests, and what only tests import, run on Node alone; clock and chance stay seeded there as well. */
function isTestSupport(path: string): boolean {
  return /\.test\.ts$|\/(testing|simulation)\//.test(path);
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function withoutComments(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** What is written between quotes is no code; a template's `${…}` is lost with it, which is rare enough. */
function withoutTexts(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
