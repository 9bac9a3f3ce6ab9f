/**
 * Two tabs of one phone in a test: the real heart of each, over the same stores and the same shelf, with
 * no signal. Each tab has modules of its own; only what a browser would share is shared.
 */
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { vi } from 'vitest';
import type { Action, Input, InputFields } from '#sync/action';
import type { EntryInput } from '#sync/entry';

export class Shelf implements Storage {
  private readonly held = new Map<string, string>();
  get length() {
    return this.held.size;
  }
  clear() {
    this.held.clear();
  }
  getItem(key: string) {
    return this.held.get(key) ?? null;
  }
  key(index: number) {
    return [...this.held.keys()][index] ?? null;
  }
  removeItem(key: string) {
    this.held.delete(key);
  }
  setItem(key: string, value: string) {
    this.held.set(key, value);
  }
}

/** Names of databases that can't be opened, nor deleted. */
export const unreadable = new Set<string>();

const flash = (real: IDBFactory): IDBFactory =>
  new Proxy(real, {
    get: (factory, key) => {
      if (key !== 'open' && key !== 'deleteDatabase')
        return (Reflect.get(factory, key) as () => void).bind(factory);
      return (name: string, version?: number) => {
        if (unreadable.has(name)) throw new DOMException('Internal error', 'UnknownError');
        return key === 'open' ? factory.open(name, version) : factory.deleteDatabase(name);
      };
    },
  });

/** A switched-on phone with nothing on it. Call before each test. */
export function newPhone(): void {
  const page = () => Object.assign(new EventTarget(), { visibilityState: 'visible' });
  Dexie.dependencies.indexedDB = flash(new IDBFactory());
  unreadable.clear();
  vi.stubGlobal('localStorage', new Shelf());
  vi.stubGlobal('sessionStorage', new Shelf());
  vi.stubGlobal('document', page());
  vi.stubGlobal('window', page());
  vi.stubGlobal('navigator', { onLine: false, userAgent: '' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no signal')));
}

export type Tab = Awaited<ReturnType<typeof openTab>>;

/**
 * Opens the app once more, for whoever has the phone. Only what its modules import at once is this tab's
 * own (what they fetch later would be the newest tab's), so the parts are handed out here.
 */
export async function openTab() {
  vi.resetModules();
  // Its own session; the newest tab's, once another has been opened.
  vi.stubGlobal('sessionStorage', new Shelf());
  const [heart, { phone }, { addProfile }, { whileBusy }, kept, { keepFor }, lock, { remove }] =
    await Promise.all([
      import('../heart'),
      import('../phone.svelte'),
      import('../profiles'),
      import('../calm'),
      import('../drafts-kept'),
      import('../photo/keep-for'),
      import('../lock-keeper'),
      import('../remove-person'),
      import('../deed'),
      import('../send'),
    ]);
  const { people } = await heart.heart();
  return {
    heart,
    phone,
    whileBusy,
    keepFor,
    people,
    setPin: (pin: string) => lock.setPin(pin, 0),
    unlock: lock.openWithPin,
    remove,
    open: async () => (await heart.heart()).open,
    act: <I extends InputFields>(action: Action<I>, input: Input<I>) =>
      heart.perform({ action: action.name, input: input as EntryInput }, phone.profileId),
    saveDraft: (key: string, value: unknown) => kept.putDraft(phone.profileId, key, value),
    readDraft: kept.getDraft,
    newPerson: async () => heart.takeTurn((await addProfile(people)).profileId),
  };
}
