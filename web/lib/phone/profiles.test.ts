import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeBeacon } from './beacon';
import { PeopleDb } from './db/people-db';
import { PersonDb } from './db/person-db';
import { newState } from './new-state';
import { phone } from './phone.svelte';
import { activeProfile } from './profiles';
import { shelf } from './shelf';

let people: PeopleDb;
let store: PersonDb;
beforeEach(() => {
  people = new PeopleDb(`people-${crypto.randomUUID()}`);
  store = new PersonDb('jukung-acil');
});
afterEach(async () => {
  phone.troubles = [];
  shelf.removeItem('jukung.beacon.acil');
  await people.delete();
  await store.delete();
});
const buoy = () =>
  writeBeacon(shelf, {
    profileId: 'acil',
    deviceId: 'd',
    deviceEpoch: 0,
    lastSeq: 3,
    unsent: 2,
    lastSentMs: null,
  });

describe('a person whose buoy is there and whom the list no longer names', () => {
  it('comes back when only the list was lost', async () => {
    buoy();
    await store.state.put(newState('the-person', 'd'), 'state');
    store.close();
    expect(await activeProfile(people)).toMatchObject({
      profileId: 'acil',
      personId: 'the-person',
      dbName: 'jukung-acil',
    });
    expect(phone.troubles).toEqual([]);
    store = new PersonDb('jukung-acil');
  });

  it('is reported as lost when their store is gone too', async () => {
    buoy();
    expect((await activeProfile(people)).profileId).not.toBe('acil');
    expect(phone.troubles).toMatchObject([{ code: 'lost.evicted', unsent: 2 }]);
  });
});
