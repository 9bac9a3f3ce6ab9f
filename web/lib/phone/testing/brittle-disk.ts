/**
 * fake-indexeddb as a cheap phone's flash really is: commits nobody waited for are lost with the battery,
 * room runs out, the browser closes connections and empties origins, a frozen tab sits on a transaction,
 * and an old image of everything comes back.
 */
import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { Dexie } from 'dexie';

type Records = readonly (readonly [key: IDBValidKey, value: unknown])[];
/** Committed records by object store. */
export type StoreImage = ReadonlyMap<string, Records>;
/** By name of database. */
export type DiskImage = ReadonlyMap<string, StoreImage>;

/** What only the inside of fake-indexeddb tells: what is committed, without asking for a turn. */
interface Inside {
  readonly _databases: ReadonlyMap<string, RawDatabase>;
}
interface RawDatabase {
  readonly transactions: IDBTransaction[];
  readonly rawObjectStores: ReadonlyMap<
    string,
    { readonly records: { values(): Iterable<{ key: IDBValidKey; value: unknown }> } }
  >;
}
interface RawTransaction extends IDBTransaction {
  readonly _state: string;
  _execRequestAsync(what: { source: IDBObjectStore; operation: () => never }): IDBRequest;
  _abort(errorName: string | null): void;
}

/** Commits without waiting that a disk may still lose: what is older was flushed long ago. */
const UNFLUSHED = 4;

export class BrittleDisk {
  private readonly real = new IDBFactory();
  private readonly connections = new Set<IDBDatabase>();
  private readonly running = new Set<RawTransaction>();
  private readonly deaf = new WeakSet<IDBDatabase>();
  private readonly watched = new WeakSet<object>();
  /** By database: how it was before each of the last commits that nobody waited for. */
  private readonly unflushed = new Map<string, StoreImage[]>();
  /** By database: as of its last commit. */
  private readonly standing = new Map<string, StoreImage>();
  /** Grows with every change of what is committed. */
  revision = 0;
  /** Nothing more can be written; deleting still works. */
  full = false;
  /** Told of every record that is about to be written. */
  onPut: () => void = () => undefined;

  readonly factory: IDBFactory = new Proxy(this.real, {
    get: (factory, key) => {
      if (key === 'open')
        return (name: string, version?: number) => this.opened(factory.open(name, version));
      const part: unknown = Reflect.get(factory, key);
      return typeof part === 'function' ? (part.bind(factory) as unknown) : part;
    },
  });

  /** A database of this disk. Names must be new: Dexie's memory goes by name, whatever the disk. */
  make<D extends Dexie>(construct: () => D): D {
    const before = Dexie.dependencies.indexedDB;
    Dexie.dependencies.indexedDB = this.factory;
    try {
      return construct();
    } finally {
      Dexie.dependencies.indexedDB = before;
    }
  }

  /** What is committed. Nothing must be under way. */
  image(): DiskImage {
    const { _databases } = this.real as unknown as Inside;
    return new Map([..._databases].map(([name, raw]) => [name, imageOf(raw)]));
  }

  /** Puts records into a database whose object stores exist and are empty. */
  async load(name: string, image: StoreImage): Promise<void> {
    this.standing.set(name, image);
    const stores = [...image.keys()];
    if (stores.length === 0) return;
    const db = await got(this.real.open(name));
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' });
    for (const [store, records] of image) {
      const into = transaction.objectStore(store);
      for (const [key, value] of records) {
        if (into.keyPath === null) into.put(value, key);
        else into.put(value);
      }
    }
    await ended(transaction);
    db.close();
    this.revision += 1;
  }

  /**
   * The battery falls out: how a database looks afterwards. Strict commits are there, and whatever was
   * committed before them.
   *
   * @returns null when nothing of it was lost
   */
  afterPowerLoss(name: string, commits: number): StoreImage | null {
    const log = this.unflushed.get(name) ?? [];
    return log[Math.max(0, log.length - commits)] ?? null;
  }

  /** Ends what is being written, with the name of the reason as the browser would tell it. */
  abort(reason: 'QuotaExceededError' | null): void {
    for (const transaction of this.running) end(transaction, reason);
  }

  /** The browser closes every connection (cleaning up, memory, a crash of its storage process). */
  closeConnections(): void {
    this.abort(null);
    // The open ones alone: a second close event would be one too many.
    for (const connection of [...this.connections]) {
      this.connections.delete(connection);
      forceCloseDatabase(connection as never);
    }
  }

  /** Open connections answer nothing any more; new ones do (as WebKit's after a while in the background). */
  deafen(): void {
    for (const connection of this.connections) this.deaf.add(connection);
  }

  /** The origin is emptied under the open app, all or nothing, as the browser does it. */
  async evict(): Promise<void> {
    const { _databases } = this.real as unknown as Inside;
    this.closeConnections();
    for (const name of [..._databases.keys()]) await got(this.real.deleteDatabase(name));
    this.unflushed.clear();
    this.standing.clear();
    this.revision += 1;
  }

  /**
   * A tab is frozen in the middle of a transaction and nobody else gets at these stores.
   *
   * @param begun what it had written so far
   * @returns ends it: the tab is killed, and nothing of what it wrote stands
   */
  async freeze(
    name: string,
    stores: readonly string[],
    begun: (transaction: IDBTransaction) => void = () => undefined,
  ): Promise<() => Promise<void>> {
    const db = await got(this.real.open(name));
    const transaction = db.transaction([...stores], 'readwrite') as RawTransaction;
    const [first] = stores;
    let over = false;
    const over$ = new Promise<void>((done) => (transaction.onabort = () => done()));
    await new Promise<void>((holds) => {
      const hold = (): void => {
        holds();
        if (!over) transaction.objectStore(first as string).count().onsuccess = hold;
      };
      transaction.objectStore(first as string).count().onsuccess = () => {
        begun(transaction);
        hold();
      };
    });
    return async () => {
      over = true;
      end(transaction, null);
      await over$;
      db.close();
    };
  }

  private opened(request: IDBOpenDBRequest): IDBOpenDBRequest {
    const watch = () => this.watch(request.result);
    request.addEventListener('upgradeneeded', watch);
    request.addEventListener('success', watch);
    return request;
  }

  private watch(db: IDBDatabase): void {
    if (this.watched.has(db)) return;
    this.watched.add(db);
    this.connections.add(db);
    db.addEventListener('close', () => this.connections.delete(db));
    const begin = db.transaction.bind(db);
    db.transaction = (names, mode, options) => {
      const transaction = begin(names, mode, options) as RawTransaction;
      if (this.deaf.has(db)) this.neverBegins(db.name, transaction);
      if (mode === 'readwrite') this.follow(db, transaction);
      return transaction;
    };
  }

  private neverBegins(name: string, transaction: RawTransaction): void {
    const waiting = (this.real as unknown as Inside)._databases.get(name)?.transactions;
    waiting?.splice(waiting.indexOf(transaction), 1);
  }

  private follow(db: IDBDatabase, transaction: RawTransaction): void {
    this.running.add(transaction);
    let wrote = false;
    transaction.addEventListener('abort', () => this.running.delete(transaction));
    transaction.addEventListener('complete', () => {
      this.running.delete(transaction);
      if (wrote) this.committed(db.name, transaction.durability);
    });
    const open = transaction.objectStore.bind(transaction);
    transaction.objectStore = (name) => {
      const store = open(name);
      if (this.watched.has(store)) return store;
      this.watched.add(store);
      const writing =
        <A extends unknown[]>(write: (...args: A) => IDBRequest, isPut: boolean) =>
        (...args: A): IDBRequest => {
          wrote = true;
          if (isPut && this.full) return refused(transaction, store);
          const request = write.apply(store, args);
          if (isPut) this.onPut();
          return request;
        };
      store.put = writing(store.put.bind(store), true);
      store.add = writing(store.add.bind(store), true);
      store.delete = writing(store.delete.bind(store), false) as typeof store.delete;
      store.clear = writing(store.clear.bind(store), false) as typeof store.clear;
      return store;
    };
  }

  private committed(name: string, durability: IDBTransactionDurability): void {
    this.revision += 1;
    const raw = (this.real as unknown as Inside)._databases.get(name);
    const before = this.standing.get(name);
    if (raw) this.standing.set(name, imageOf(raw));
    // A strict commit takes everything before it to the flash as well: it is one log.
    if (durability !== 'relaxed' || !before) {
      this.unflushed.delete(name);
      return;
    }
    const log = this.unflushed.get(name) ?? [];
    log.push(before);
    if (log.length > UNFLUSHED) log.shift();
    this.unflushed.set(name, log);
  }
}

const imageOf = ({ rawObjectStores }: RawDatabase): StoreImage =>
  new Map(
    [...rawObjectStores].map(([store, { records }]) => [
      store,
      Array.from(records.values(), ({ key, value }) => [key, value] as const),
    ]),
  );

function end(transaction: RawTransaction, reason: string | null): void {
  if (transaction._state !== 'finished') transaction._abort(reason);
}

/** As Firefox and Safari say it: this one request has failed. Chrome says it when it commits. */
const refused = (transaction: RawTransaction, source: IDBObjectStore): IDBRequest =>
  transaction._execRequestAsync({
    source,
    operation: () => {
      throw new DOMException('no room', 'QuotaExceededError');
    },
  });

const got = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('not done'));
  });

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error ?? new Error('aborted'));
  });
