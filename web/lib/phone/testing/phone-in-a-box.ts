/** A phone of this project in a test: its real stores over fake-indexeddb, its real engine. */
import 'fake-indexeddb/auto';
import type { Dexie } from 'dexie';
import { declarations } from '#domain/index';
import { type Call, tap, type Tapped } from '#sync/phone/tap';
import { CatalogueDb } from '../db/catalogue-db';
import { CATALOGUE_DB } from '../db/catalogue-name';
import { makeRoom } from '../db/make-room';
import { PersonDb } from '../db/person-db';
import { newState } from '../new-state';
import { DexiePhoneStore } from '../dexie-store';
import { Queries } from '../queries';
import { uuid7 } from '../uuid7';
import type { BrittleDisk } from './brittle-disk';

export const NOW = Date.UTC(2026, 10, 22, 8);
export const VILLAGE = '63.11.07.2005';
let boxes = 0;

export class PhoneInABox {
  readonly db: PersonDb;
  readonly catalogue: CatalogueDb;
  readonly store: DexiePhoneStore;
  readonly queries: Queries;

  private constructor(
    readonly personId: string,
    disk?: BrittleDisk,
  ) {
    // One name for each phone: two databases of one name would share Dexie's memory.
    boxes += 1;
    const on = <T extends Dexie>(make: () => T): T => (disk ? disk.make(make) : make());
    this.db = on(() => new PersonDb(`boxed-${boxes}`));
    this.catalogue = on(() => new CatalogueDb(`${CATALOGUE_DB}.${100 + boxes}`));
    this.store = new DexiePhoneStore(
      this.db,
      this.catalogue,
      () => NOW,
      () => makeRoom(this.db, this.catalogue),
    );
    this.queries = new Queries(this.db, this.catalogue);
  }

  /** @param disk what it is kept on; one that never breaks if absent */
  static async open(personId = uuid7(NOW), disk?: BrittleDisk): Promise<PhoneInABox> {
    const phone = new PhoneInABox(personId, disk);
    await phone.db.state.put(newState(personId, uuid7(NOW)), 'state');
    return phone;
  }

  tap(action: string, input: Call['input']): Promise<Tapped> {
    return tap(this.store, declarations, { action, input }, { nowMs: () => NOW });
  }

  async openShop(name = 'Wadai Ibu Ratna'): Promise<string> {
    const id = uuid7(NOW);
    await this.tap('shop.open', { id, village: VILLAGE, name, kind: 'kue' });
    return id;
  }

  async addListing(shopId: string, title = 'Amparan tatak'): Promise<string> {
    const id = uuid7(NOW);
    await this.tap('listing.add', {
      id,
      shopId,
      title,
      price: 5_000,
      unit: 'biji',
      category: 'kue',
      publish: true,
    });
    return id;
  }

  /** As after signing in: an account stands behind the person. */
  async signedIn(): Promise<void> {
    const state = await this.state();
    const actor = { ...state.actor, hasAccount: true };
    await this.db.state.put({ ...state, actor, session: 'live' }, 'state');
  }

  state() {
    return this.store.write((tx) => tx.state());
  }

  close(): void {
    this.db.close();
    this.catalogue.close();
  }
}
