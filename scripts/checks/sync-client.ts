/**
 * What counts as the sync client when its bytes are weighed (sync-client-size.ts): all that a phone needs to say what
 * is done on it and to hear what others did, over HTTP and on Dexie. Its own nouns and its screens come from
 * outside, so neither is in it.
 */
export { tapIn } from '#sync/phone/tap';
export { ask } from '#web/lib/phone/air';
export { CatalogueDb } from '#web/lib/phone/db/catalogue-db';
export { PersonDb } from '#web/lib/phone/db/person-db';
export { knownDevice, registerDevice } from '#web/lib/phone/device';
export { DexiePhoneStore } from '#web/lib/phone/dexie-store';
export { whileLeading } from '#web/lib/phone/leader';
export { SyncLoop } from '#web/lib/phone/sync-loop';
export { Rounds } from '#web/lib/phone/sync-round';
