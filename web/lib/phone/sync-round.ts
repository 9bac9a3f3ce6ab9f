/**
 * One breath of the loop: say what waits, hear what is new, and put both away. Whatever comes back, it
 * ends as one of a few outcomes the loop knows how to live with; nothing is ever thrown away here.
 */
import type { Declarations } from '#sync/declarations';
import type { Outcome } from '#sync/entry';
import { receiveAnswer, type Received } from '#sync/compact/receive';
import { packRequest } from '#sync/compact/request';
import { NotCompact } from '#sync/compact/value';
import { isOpen, prepare } from '#sync/phone/prepare';
import { isAnswer, isFork, isOutcome } from '#sync/phone/read-answer';
import { giveUp, settleFork } from '#sync/phone/repair';
import { answered, settle } from '#sync/phone/settle';
import type { PhoneState, PhoneStore } from '#sync/phone/store';
import { beforeSnapshot, isProgress, nextFrame } from '#sync/frame-taker';
import { rebuildViews } from '#sync/phone/view';
import { ForeignAnswer } from '#sync/request-mark';
import { isRecord } from '#sync/values-fit';
import type { SyncAnswer, SyncRequest } from '#sync/wire';
import type { Answer } from './air';
import type { AskAir, Registered } from './device';
import { areGoods } from './db/put-public';
import { isFull } from './db/survive';
import { fetchSnapshot, framesOf, ROWS_IN_FRAME } from './fetch-snapshot';
import { marketRowsIn, ownMore } from './own-rows';
import { rowsIn } from './sync-budget';

export type Round =
  /** An answer was put away. `moved`: something was settled or arrived, so going on makes sense. */
  | {
      readonly kind: 'settled';
      readonly more: boolean;
      readonly waiting: number;
      readonly moved: boolean;
      readonly answered: number;
      /** Of the market, that came or went. */
      readonly rows: number;
      /** Rows of one's own are still to come; no budget holds them back. */
      readonly ownMore?: boolean;
    }
  /** Something was put right here; go on at once. */
  | { readonly kind: 'again' }
  | {
      readonly kind: 'paused';
      readonly code: 'session.expired' | 'device.revoked' | 'app.too_old' | 'phone.insecure';
    }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'no-signal' }
  | { readonly kind: 'full' };

export interface RoundPorts {
  readonly store: PhoneStore;
  readonly declarations: Declarations;
  readonly fingerprint: string;
  readonly ask: AskAir;
  readonly nowMs: () => number;
  /** Header value of a known device, or null. */
  readonly knownDevice: () => Promise<string | null>;
  /** Null outside https. */
  readonly register: (() => Promise<Registered>) | null;
  /** Called when the server says that this device speaks for another person than before. */
  readonly onPerson: (personId: string) => Promise<void>;
  /** Bytes a second upwards as measured; null at first. */
  readonly rate: () => number | null;
  readonly onMeasured: (sentBytes: number, tookMs: number) => void;
  /** True while the public copy finds no room: then as few rows as possible are asked for. */
  readonly publicFull: () => boolean;
  /** A snapshot was broken off from here after so many frames; no browser tells what they weighed. */
  readonly onBrokenOff: (frames: number) => void;
}

/** Codes that blame the request as a whole: one entry in it may be the reason. */
const WHOLE = new Set([
  'sync.malformed',
  'sync.entry_too_large',
  'sync.too_deep',
  'sync.too_many_entries',
  'request.too_deep',
  'request.wrong_shape',
]);

export class Rounds {
  /** Set while looking for the one entry that spoils a request. */
  private narrow = false;
  /** Set while one's own rows have not all come: then no budget makes an answer smaller. */
  private ownMore = false;

  constructor(private readonly ports: RoundPorts) {}

  /**
   * @param giveWay ends the fetching of a snapshot, so that words may travel
   * @param mostRows that may come this time; own words and their answers travel however few
   */
  async next(stop: AbortSignal, giveWay: AbortSignal, mostRows: number): Promise<Round> {
    const { store, declarations, fingerprint, nowMs } = this.ports;
    const device = await this.device();
    if (typeof device !== 'string') return device;
    const limits = { fingerprint, ...sendLimits(this.ports.rate()), takesSnapshots: true };
    if (this.narrow) limits.maxEntries = 1;
    const { publicScopes } = declarations;
    if (!this.ownMore) {
      const held = await Promise.all(publicScopes.map((scope) => store.publicCursor(scope)));
      const most = held.some(isProgress) ? 1 : mostRows;
      limits.maxRows = Math.max(1, Math.min(limits.maxRows, most));
    }
    if (this.ports.publicFull()) {
      limits.maxRows = 1;
      limits.takesSnapshots = false;
    }
    const { session, deviceId } = await store.write((tx) => tx.state());
    const request = await prepare(store, publicScopes, limits, { nowMs });
    const bytes = packRequest(request, deviceId, declarations.wireWords);
    const how = { body: request, bytes, device, signal: stop };
    const answer = await this.ports.ask('/api/sync', how);
    if (answer.kind === 'refused' && answer.code === 'session.expired') {
      return this.sessionEnded(session);
    }
    return this.take(request, answer, giveWay, mostRows).catch((failure: unknown): Round => {
      // Somebody on the way had kept an answer to another request: as good as none.
      if (failure instanceof ForeignAnswer) return { kind: 'no-signal' };
      throw failure;
    });
  }

  /**
   * @param sentAs the session the request went out with: when somebody signed in while it was under
   *   way, the answer is about the time before
   */
  private async sessionEnded(sentAs: PhoneState['session']): Promise<Round> {
    const now = await this.ports.store.write(async (tx) => {
      const state = await tx.state();
      if (sentAs === 'live' && state.session === 'live') {
        await tx.saveState({ ...state, session: 'expired' });
      }
      return state.session;
    });
    return now === sentAs ? { kind: 'paused', code: 'session.expired' } : { kind: 'again' };
  }

  private async device(): Promise<string | Round> {
    const known = await this.ports.knownDevice();
    if (known) return known;
    if (!this.ports.register) return { kind: 'paused', code: 'phone.insecure' };
    const registered = await this.ports.register();
    if (!registered.ok) return refusedOrAbsent(registered.answer);
    await this.ports.onPerson(registered.personId);
    return registered.device;
  }

  private async take(
    request: SyncRequest,
    answer: Answer,
    giveWay: AbortSignal,
    mostRows: number,
  ): Promise<Round> {
    const { store, declarations, nowMs } = this.ports;
    if (answer.kind === 'good') {
      const heard = await this.hear(request, answer.body);
      if (!heard) return { kind: 'no-signal' };
      this.ports.onMeasured(answer.sentBytes, answer.tookMs);
      // The offset of the clocks is read off the moment of the answer, however long the market takes.
      const heardMs = nowMs();
      const { snapshot } = heard;
      this.ownMore = ownMore(heard, declarations.publicScopes);
      if (!snapshot) return this.settled(request, heard, heardMs);
      // What was said is answered now; the market may take its time.
      const first = await this.settled(request, beforeSnapshot(heard, snapshot), heardMs);
      if (first.kind !== 'settled') return first;
      const from = await nextFrame(store, snapshot);
      // What came beside the frames has travelled, whatever becomes of them.
      const beside = marketRowsIn(heard.changes, declarations.publicScopes);
      const { ask, onBrokenOff } = this.ports;
      const most = framesOf(Math.max(0, mostRows - beside));
      const missed = await fetchSnapshot(store, ask, snapshot, giveWay, most, onBrokenOff);
      if (this.ports.publicFull()) return { kind: 'full' };
      const frames = (await nextFrame(store, snapshot)) - from;
      const rows = beside + frames * ROWS_IN_FRAME;
      if (missed === 'enough' || (missed && giveWay.aborted)) {
        const moved = first.moved || frames > 0;
        return { ...first, more: missed !== 'enough', moved, rows };
      }
      if (missed) return refusedOrAbsent(missed);
      const whole = await this.settled(request, heard, heardMs);
      return whole.kind === 'settled' ? { ...whole, moved: true, rows } : whole;
    }
    if (answer.kind !== 'refused') return refusedOrAbsent(answer);
    if (isFork(answer.body)) {
      await settleFork(store, declarations, request, answer.body, { nowMs });
      return { kind: 'again' };
    }
    if (answer.code === 'device.unknown') return this.registerAnew();
    if (answer.code === 'device.revoked') {
      await this.markQuarantined(request, answer.body);
      return { kind: 'paused', code: 'device.revoked' };
    }
    if (WHOLE.has(answer.code) || answer.status === 413) return this.blameOne(request, answer.code);
    return refusedOrAbsent(answer);
  }

  /** Null for what our side never said: a portal may answer 200 with bytes of its own. */
  private async hear(request: SyncRequest, body: unknown): Promise<SyncAnswer | null> {
    const { store, declarations } = this.ports;
    const { publicScopes } = declarations;
    const isOurs = (told: unknown): told is SyncAnswer =>
      isAnswer(told, declarations) &&
      told.changes.every((part) => !publicScopes.includes(part.scope) || areGoods(part));
    if (isOurs(body)) return body;
    if (!isCompact(body)) return null;
    try {
      const heard = await receiveAnswer(store, declarations, request, body);
      if (isOurs(heard)) return heard;
    } catch (failure) {
      const isNoAnswer = [NotCompact, TypeError, RangeError].some(
        (kind) => failure instanceof kind,
      );
      if (!isNoAnswer) throw failure;
    }
    await this.forgetStanding();
    return null;
  }

  /**
   * What the phone remembers of its standing may itself be what can't be read, on worn flash: with every
   * answer that leaves it out. The next one is asked to say it all.
   */
  private forgetStanding(): Promise<void> {
    return this.ports.store.write(async (tx) => {
      const { heard, ...rest } = await tx.state();
      if (heard) await tx.saveState(rest);
    });
  }

  private async settled(request: SyncRequest, answer: SyncAnswer, heardMs: number): Promise<Round> {
    const { store, declarations } = this.ports;
    const then = { nowMs: () => heardMs };
    try {
      const { more, waiting } = await settle(store, declarations, request, answer, then);
      this.narrow = this.narrow && request.entries.length > 0 && waiting > 0;
      await this.ports.onPerson(answer.actor.personId);
      await this.forgetOldIntroductions(answer.actor.personId);
      const moved =
        answer.outcomes.length > 0 ||
        answer.heal === true ||
        request.offers !== undefined ||
        rowsIn(answer.changes) > 0;
      const goOn = more && !this.ports.publicFull();
      return {
        kind: 'settled',
        more: goOn,
        waiting,
        moved,
        answered: answer.outcomes.length,
        rows: marketRowsIn(answer.changes, declarations.publicScopes),
        ownMore: goOn && this.ownMore,
      };
    } catch (failure) {
      if (isFull(failure)) return { kind: 'full' };
      throw failure;
    }
  }

  private async registerAnew(): Promise<Round> {
    if (!this.ports.register) return { kind: 'paused', code: 'phone.insecure' };
    const registered = await this.ports.register();
    return registered.ok ? { kind: 'again' } : refusedOrAbsent(registered.answer);
  }

  /** Nobody can read the request: halve the question until the one bad entry stands alone. */
  private async blameOne(request: SyncRequest, code: string): Promise<Round> {
    const [first] = request.entries;
    if (!first) return { kind: 'busy', retryAfterMs: 600_000 };
    if (request.entries.length > 1) {
      this.narrow = true;
      return { kind: 'again' };
    }
    await this.mark(request.deviceEpoch, [
      { seq: first.seq, result: 'refused', code: code || 'entry.unreadable' },
    ]);
    // Its author is told; the next one may be good.
    return { kind: 'settled', more: true, waiting: 0, moved: true, answered: 1, rows: 0 };
  }

  private async markQuarantined(request: SyncRequest, body: unknown): Promise<void> {
    const { outcomes } = body as { outcomes?: unknown };
    if (Array.isArray(outcomes)) await this.mark(request.deviceEpoch, outcomes.filter(isOutcome));
  }

  private mark(deviceEpoch: number, outcomes: readonly Outcome[]): Promise<void> {
    const { store, declarations, nowMs } = this.ports;
    return store.write(async (tx) => {
      const state = await tx.state();
      const outcomeBySeq = new Map(outcomes.map((outcome) => [outcome.seq, outcome]));
      const names = new Set<string>();
      for (const queued of (await tx.queue()).filter(isOpen)) {
        const outcome = outcomeBySeq.get(queued.seq);
        if (!outcome || queued.deviceEpoch !== deviceEpoch) continue;
        await tx.putQueued(answered(queued, outcome, nowMs() + (state.offsetMs ?? 0)));
        queued.rows.forEach((name) => names.add(name));
      }
      await rebuildViews(tx, declarations, names, state);
    });
  }

  /** "I am so-and-so", said as a guest that no longer exists, is nothing to bother anybody with. */
  private async forgetOldIntroductions(personId: string): Promise<void> {
    const { store, declarations } = this.ports;
    const refused = await store.write(async (tx) =>
      (await tx.queue()).filter(
        ({ state, entry }) =>
          state === 'refused' && entry.action === 'person.introduce' && entry.input.id !== personId,
      ),
    );
    for (const queued of refused) await giveUp(store, declarations, queued);
  }
}

/** As air.ts tells it. JSON of somebody else may have a time in it as well, and much besides. */
function isCompact(body: unknown): body is Received {
  if (!isRecord(body) || Object.keys(body).length !== 1) return false;
  return body.bytes instanceof Uint8Array || Number.isSafeInteger(body.serverMs);
}

function refusedOrAbsent(answer: Answer): Round {
  switch (answer.kind) {
    case 'busy':
      return { kind: 'busy', retryAfterMs: answer.retryAfterMs };
    case 'no-signal':
      return { kind: 'no-signal' };
    case 'good':
      return { kind: 'no-signal' };
    case 'refused':
      if (answer.code === 'device.revoked') return { kind: 'paused', code: 'device.revoked' };
      if (answer.code === 'sync.protocol_unknown') return { kind: 'paused', code: 'app.too_old' };
      return { kind: 'busy', retryAfterMs: Math.max(60_000, answer.retryAfterMs) };
  }
}

/** Seconds one request may take at the measured rate: what a walk past the one good spot allows. */
const REQUEST_SECONDS = 12;

/** Some 16 KB of an answer (sync-budget.ts): no tap waits behind more of other people's rows. */
const ROWS_AT_ONCE = 250;

/** How much goes into one request, so that a bad signal still finishes it. */
export function sendLimits(bytesPerSecond: number | null): {
  maxEntries: number;
  maxBytes: number;
  maxRows: number;
} {
  if (bytesPerSecond === null) return { maxEntries: 200, maxBytes: 24_000, maxRows: ROWS_AT_ONCE };
  // Entries shrink about four times on the way; the figure is of JSON before that.
  const maxBytes = Math.round(
    Math.min(400_000, Math.max(4_000, bytesPerSecond * REQUEST_SECONDS * 4)),
  );
  const maxRows = bytesPerSecond > 20_000 ? 2_000 : ROWS_AT_ONCE;
  return { maxEntries: 200, maxBytes, maxRows };
}
