/**
 * The shelf of snapshots: gives out the newest, and has a new one made when the old is worn, beside all
 * requests and once for all processes. Until there is one, phones read the feed from its start.
 */
import { createHash } from 'node:crypto';

import { hasManyAfter } from '#db/feed';
import {
  aloneWith,
  erasuresSoFar,
  findSnapshot,
  keepSnapshot,
  keepStream,
  newestSnapshot,
  readStream,
} from '#db/snapshots';
import type { Db } from '#db/connect';
import { declarations } from '#domain/index';
import { listing } from '#domain/listing';
import { takeSnapshot } from '#sync/server/snapshot';
import type { ServerStore, SnapshotShelf } from '#sync/server/store';

import { failureFacts, type Logger } from '../log';
import { busy } from '../problem';
import { packFrames, unpackFrames } from './frames';

/** Smaller scopes are said as fast without one. Rows. */
const WORTH_A_SNAPSHOT = 200;
/** It is made anew when so many changes have come after it. */
const WORN_SHARE = 1 / 5;
/** How often a scope is looked at, at most. */
const LOOK_EVERY_MS = 60_000;
/** What a phone asks for after a cut is packed for it alone: so many frames, then it asks again. */
const FRAMES_AFTER_A_CUT = 64;
/** So many may wait for theirs: each costs seconds of work and the whole market in memory. */
const MOST_WAITING = 24;
/** What the first screen of the market shows (web/lib/phone/market-copy.ts). */
const FIRST_SCREEN = 24;

const plan = { lead: listing.noun, first: FIRST_SCREEN, alike: ['category', 'about'] };

export interface Shelf extends SnapshotShelf {
  /**
   * Frames from this one on, brotli; null when there is no such snapshot or frame.
   *
   * @throws Problem busy when too many others wait for frames that have to be packed first
   */
  stream(id: string, fromFrame: number): Promise<Buffer | null>;
  /** Makes what is missing or worn, now. */
  look(): Promise<void>;
  /** Waits for what is being made. */
  end(): Promise<void>;
}

export function openShelf(db: Db, store: ServerStore, log: Logger, nowMs: () => number): Shelf {
  const lookedMs = new Map<string, number>();
  const making = new Map<string, Promise<void>>();
  const packing = new Map<string, Promise<Buffer | null>>();
  /** One after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  let ended = false;

  async function makeIfWorn(scope: string): Promise<void> {
    const epoch = await store.epoch();
    const standing = await newestSnapshot(db, scope, epoch);
    const many = standing ? Math.ceil(standing.rows * WORN_SHARE) : WORTH_A_SNAPSHOT;
    if (ended || !(await hasManyAfter(db, scope, standing?.cursor ?? '', many))) return;
    await aloneWith(db, scope, async () => {
      const erasures = await erasuresSoFar(db);
      const { cursor, rows, frames } = await takeSnapshot(store, declarations, scope, plan);
      const named = createHash('sha256').update(JSON.stringify([epoch, scope, cursor, frames]));
      const id = named.digest('hex').slice(0, 16);
      const packed = await packFrames(frames);
      const made = { id, scope, epoch, cursor, rows, frames: frames.length, packed };
      if (!(await keepSnapshot(db, made, erasures))) return;
      log.info({ rows, frames: frames.length, bytes: packed.length }, 'snapshot made');
    });
  }

  /** One at a time in this process; a failure is told, and tried again at the next look. */
  function make(scope: string): Promise<void> {
    const running = making.get(scope);
    if (running) return running;
    lookedMs.set(scope, nowMs());
    const run = makeIfWorn(scope)
      .catch((failure: unknown) => {
        if (!ended) log.error(failureFacts(failure), 'no snapshot was made');
      })
      .finally(() => making.delete(scope));
    making.set(scope, run);
    return run;
  }

  async function packFrom(id: string, fromFrame: number): Promise<Buffer | null> {
    const whole = await readStream(db, id, 0);
    const frames = whole ? await unpackFrames(whole) : [];
    if (fromFrame >= frames.length) return null;
    const packed = await packFrames(frames.slice(fromFrame, fromFrame + FRAMES_AFTER_A_CUT));
    await keepStream(db, id, fromFrame, packed);
    return packed;
  }

  return {
    newest(scope, epoch) {
      if (nowMs() - (lookedMs.get(scope) ?? 0) >= LOOK_EVERY_MS) void make(scope);
      return newestSnapshot(db, scope, epoch);
    },
    find: (id, epoch) => findSnapshot(db, id, epoch),
    beats: ({ rows }, scope, cursor) => hasManyAfter(db, scope, cursor, Math.max(1, rows)),
    async stream(id, fromFrame) {
      const kept = await readStream(db, id, fromFrame);
      if (kept) return kept;
      const known = await findSnapshot(db, id, null);
      if (!known || fromFrame >= known.frames) return null;
      const key = `${id}/${fromFrame}`;
      const running = packing.get(key);
      if (running) return running;
      // Security: anybody may name any frame, and there are thousands.
      if (packing.size >= MOST_WAITING) throw busy();
      const run = turn.then(() => packFrom(id, fromFrame)).finally(() => packing.delete(key));
      turn = run.catch(() => null);
      packing.set(key, run);
      return run;
    },
    look: async () => void (await Promise.all(declarations.publicScopes.map(make))),
    async end() {
      ended = true;
      await Promise.all(
        [...making.values(), ...packing.values()].map((run) => run.catch(() => null)),
      );
    },
  };
}
