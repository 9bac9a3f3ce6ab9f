/** The engine of a phone that speaks to the engine of a server, whatever its store, without HTTP between. */
import { createHash, createHmac } from 'node:crypto';
import type { Declarations } from '../declarations';
import { prepare } from '../phone/prepare';
import { settle } from '../phone/settle';
import type { PhoneState } from '../phone/store';
import { tap, type Call, type Tapped } from '../phone/tap';
import { readSyncRequest } from '../server/read-request';
import type { ServerPorts, ServerStore } from '../server/store';
import { handleSync } from '../server/sync';
import type { SyncAnswer, SyncRequest } from '../wire';
import { MemoryPhoneStore } from './memory-phone-store';

/** A server at work: its truth, its clock, and what it could not explain. */
export interface EngineServer {
  readonly store: ServerStore;
  readonly declarations: Declarations;
  nowMs: number;
  readonly poison: unknown[];
}

const portsOf = (server: EngineServer): ServerPorts => ({
  store: server.store,
  nowMs: () => server.nowMs,
  seal: (text) => createHmac('sha256', 'test').update(text).digest('base64url'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  onPoison: (_action, failure) => server.poison.push(failure),
});

/** A phone of a person, with an account unless said otherwise. */
export class EnginePhone {
  readonly store: MemoryPhoneStore;
  /** How far this phone's own clock is from the server's. ms. */
  aheadMs = -60_000;
  constructor(
    private readonly server: EngineServer,
    readonly deviceId: string,
    readonly personId: string,
    hasAccount = true,
  ) {
    const state: PhoneState = {
      ...{ deviceId: this.deviceId, deviceEpoch: 0, nextSeq: 1, clock: { ms: 0, counter: 0 } },
      ...{ offsetMs: null, serverEpoch: '', cursors: {}, acked: 0 },
      session: hasAccount ? 'live' : 'none',
      actor: { personId, hasAccount, rights: [] },
      ...{ allSentMs: null, freshMs: null, missingPhotos: [] },
    };
    this.store = new MemoryPhoneStore(state);
  }

  private readonly clock = { nowMs: () => this.server.nowMs + this.aheadMs };

  tap(call: Call): Promise<Tapped> {
    return tap(this.store, this.server.declarations, call, this.clock);
  }

  /** @throws Error when the phone itself refuses one */
  async does(...calls: Call[]): Promise<void> {
    for (const call of calls) {
      const tapped = await this.tap(call);
      if (!tapped.ok) throw new Error(`${call.action}: ${tapped.code}`);
    }
  }

  /**
   * Speaks until it has nothing left to say or to hear.
   *
   * @param after each answer was put away
   */
  async sync(after: (answer: SyncAnswer) => void = () => undefined): Promise<void> {
    for (let round = 0, more = true; more && round < 50; round += 1) {
      const limits = { fingerprint: 'test', maxEntries: 7, maxBytes: 20_000, maxRows: 30 };
      const { declarations } = this.server;
      const request = await prepare(this.store, declarations.publicScopes, limits, this.clock);
      const answer = await this.send(request);
      await settle(this.store, declarations, request, answer, this.clock);
      after(answer);
      const { queue } = this.store.inspect();
      const waiting = queue.some(({ state }) => state === 'waiting' || state === 'sending');
      more = answer.more || waiting;
    }
  }

  async send(request: SyncRequest): Promise<SyncAnswer> {
    const read = readSyncRequest(JSON.parse(JSON.stringify(request)));
    if ('code' in read) throw new Error(read.code);
    const { deviceId, personId } = this;
    const caller = { deviceId, personId, revoked: false, session: 'live' as const };
    const answer = await handleSync(
      read.request,
      caller,
      this.server.declarations,
      portsOf(this.server),
    );
    if ('forked' in answer) throw new Error('forked');
    return JSON.parse(JSON.stringify(answer)) as SyncAnswer;
  }

  /** Rows of a noun as this phone's screens show them. */
  shows(noun: string): { id: string; values: unknown }[] {
    const rows = this.store.inspect().rows.filter((row) => row.noun === noun && row.view !== null);
    return rows
      .map(({ id, view }) => ({ id, values: view?.values }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Codes of what was refused and has not been let go. */
  refused(): string[] {
    const { queue } = this.store.inspect();
    return queue.flatMap(({ state, outcome }) =>
      state === 'refused' ? [outcome?.code ?? ''] : [],
    );
  }
}
