/** A phone in a test of the whole: the real engine and the real store, speaking HTTP to the real server. */
import 'fake-indexeddb/auto';
import { TestPhone } from '#api/testing/test-phone';
import { declarations } from '#domain/index';
import { WIRE_FINGERPRINT } from '#domain/wire-version';
import type { EntryInput } from '#sync/entry';
import { prepare } from '#sync/phone/prepare';
import { settleFork } from '#sync/phone/repair';
import { settle } from '#sync/phone/settle';
import { tap } from '#sync/phone/tap';
import type { ForkAnswer, SyncAnswer } from '#sync/wire';
import { CatalogueDb } from '$lib/phone/db/catalogue-db';
import { PersonDb } from '$lib/phone/db/person-db';
import { newState } from '$lib/phone/new-state';
import { DexiePhoneStore } from '$lib/phone/dexie-store';

const clock = { nowMs: () => Date.now() };
const limits = { fingerprint: WIRE_FINGERPRINT, maxEntries: 6, maxBytes: 24_000, maxRows: 500 };
const MOST_ROUNDS = 60;
let boats = 0;

export class VillagePhone {
  readonly wire: TestPhone;
  readonly db: PersonDb;
  readonly store: DexiePhoneStore;
  /** Bytes of JSON of the last request and its answer. */
  lastBytes = { up: 0, down: 0 };
  private readonly catalogue: CatalogueDb;

  private constructor(wire: TestPhone) {
    boats += 1;
    this.wire = wire;
    this.db = new PersonDb(`village-${boats}`);
    this.catalogue = new CatalogueDb(`village-market-${boats}`);
    const noRoom = () => Promise.resolve(0);
    this.store = new DexiePhoneStore(this.db, this.catalogue, clock.nowMs, noRoom);
  }

  /** A registered phone; `signIn` may attach an account before the store is opened. */
  static async open(
    url: string,
    signIn: (wire: TestPhone) => Promise<unknown>,
  ): Promise<VillagePhone> {
    const wire = await TestPhone.guest(url);
    await signIn(wire);
    const phone = new VillagePhone(wire);
    await phone.db.state.put(newState(wire.personId, wire.deviceId), 'state');
    await phone.sync();
    return phone;
  }

  get personId(): string {
    return this.wire.personId;
  }

  async does(action: string, input: EntryInput): Promise<void> {
    const done = await tap(this.store, declarations, { action, input }, clock);
    if (!done.ok) throw new Error(`${action}: ${done.code}`);
  }

  /** Speaks until there is nothing left to say or to hear. Requests it took. */
  async sync(): Promise<number> {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const request = await prepare(this.store, declarations.publicScopes, limits, clock);
      const { status, body } = await this.wire.ask('POST', '/api/sync', request);
      this.lastBytes = { up: JSON.stringify(request).length, down: JSON.stringify(body).length };
      if (body['forked'] === true) {
        const fork = body as unknown as ForkAnswer;
        await settleFork(this.store, declarations, request, fork, clock);
        continue;
      }
      if (status !== 200) throw new Error(`sync ${status}: ${JSON.stringify(body)}`);
      const answer = body as unknown as SyncAnswer;
      const { more, waiting } = await settle(this.store, declarations, request, answer, clock);
      if (!more && waiting === 0) return round;
    }
    throw new Error('never came to rest');
  }

  /** Rows of these nouns as screens show them, by name. */
  async shows(...nouns: string[]): Promise<Record<string, unknown>> {
    const rows = await this.db.rows.where('noun').anyOf(nouns).toArray();
    const shown = rows.filter(({ view }) => view !== null);
    return Object.fromEntries(shown.map(({ name, view }) => [name, view?.values]));
  }

  async refusedCodes(): Promise<string[]> {
    const queue = await this.db.queue.toArray();
    return queue.flatMap(({ state, outcome }) =>
      state === 'refused' ? [outcome?.code ?? ''] : [],
    );
  }

  /** What this phone keeps for a server that is restored. */
  async keptCount(): Promise<number> {
    return this.db.sent.count();
  }

  close(): void {
    this.db.close();
    this.catalogue.close();
  }
}
