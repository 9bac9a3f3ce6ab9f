/** Bugs on the way: in the compact wire, in the echo, in snapshots and their frames. */
import type { Mutant } from './mutant';

const request = 'sync/compact/request.ts';
const answer = 'sync/compact/answer.ts';
const echo = 'sync/compact/echo.ts';
const taker = 'sync/frame-taker.ts';
const pull = 'sync/server/pull.ts';

export const carryingMutants: readonly Mutant[] = [
  {
    bug: 'taps of the same moment arrive with one stamp',
    about: 'compact wire',
    file: request,
    find: 'once(entries.map(({ stamp }) => (own(stamp, node) ? stampCounter(stamp) : 0))),',
    replace: 'once(entries.map(() => 0)),',
  },
  {
    bug: 'of several taps every one seems to have seen what the first had seen',
    about: 'compact wire',
    file: request,
    find: '    for (; base < until; base += 1) pairs',
    replace: '    for (let base = 0; base < until; base += 1) pairs',
  },
  {
    bug: 'a cursor in the middle of a page loses its middle',
    about: 'compact wire',
    file: request,
    find: 'cursor.startsWith(mark) && /^(0|[1-9]\\d{0,14})$/.test(position)\n    ? Number(position)',
    replace: 'cursor.startsWith(mark)\n    ? parseInt(position, 10)',
  },
  {
    bug: 'a refusal among other answers arrives as taken',
    about: 'compact wire',
    file: answer,
    find: "    outcomes.map(({ result }) => (result === 'applied' ? 0 : result)),",
    replace:
      "    outcomes.map(({ result }) => (result === 'refused' && outcomes.length > 1 ? 0 : result)),",
  },
  {
    bug: 'an answer that says nothing new says nothing of a right that is gone',
    about: 'compact wire',
    file: answer,
    find: '  heard !== undefined && request.heard === heard;',
    replace: '  heard !== undefined && request.heard !== undefined;',
  },
  {
    bug: 'an echo is not checked',
    about: 'echo',
    file: echo,
    find: '    if (sumOf(texts) === echo.sum) return',
    replace: '    if (sumOf(texts) >= 0) return',
  },
  {
    bug: 'an echo that does not fit is left out without another word',
    about: 'echo',
    file: echo,
    find: 'changes: untouched, more: true };',
    replace: 'changes: untouched };',
  },
  {
    bug: 'after a cut a frame is left out',
    about: 'snapshots',
    file: taker,
    find: 'progress?.id === offer.id ? progress.frame : 0;',
    replace: 'progress?.id === offer.id ? progress.frame + 1 : 0;',
  },
  {
    bug: 'a snapshot that is gone is gone on with in another',
    about: 'snapshots',
    file: taker,
    find: 'progress?.id === offer.id ? progress.frame : 0;',
    replace: 'progress ? Math.min(progress.frame, offer.frames - 1) : 0;',
  },
  {
    bug: 'what was in the market before a snapshot stays in it',
    about: 'snapshots',
    file: taker,
    find: 'fresh: this.next === 0, complete }',
    replace: 'fresh: false, complete }',
  },
  {
    bug: 'frames that came are counted as all of them',
    about: 'snapshots',
    file: taker,
    find: '    const complete = until === frames;',
    replace: '    const complete = until >= Math.min(2, frames);',
  },
  {
    bug: 'changes after a snapshot are never told',
    about: 'snapshots',
    file: pull,
    find: '      page = await store.pull(scope, snapshot.cursor, left);\n',
    replace:
      '      page = { rows: [], gone: [], cursor: (await store.pull(scope, snapshot.cursor, left)).cursor, more: false };\n',
  },
];
