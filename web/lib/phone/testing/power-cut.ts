/**
 * A battery that dies at a given step: the n-th thing asked of IndexedDB, and nothing after it, is ever done for
 * whoever opened a store through it; what was under way is undone, as a browser undoes it.
 */
import 'fake-indexeddb/auto';

class Dead extends Error {}

const STORE_WORK = [
  ...['put', 'add', 'get', 'getAll', 'getAllKeys', 'delete', 'clear', 'count'],
  ...['openCursor', 'openKeyCursor', 'createIndex', 'deleteIndex'],
] as const;

type Method = (...words: unknown[]) => unknown;

export class Battery {
  died = false;
  private readonly running = new Set<IDBTransaction>();
  private readonly connections = new Set<IDBDatabase>();
  private end: () => void = () => undefined;
  private readonly death = new Promise<void>((done) => (this.end = done));

  constructor(private steps: number) {}

  /** What a page that lives on this battery opens its stores with. */
  readonly factory: IDBFactory = new Proxy(indexedDB, {
    get: (real, key) => {
      if (key !== 'open') return (Reflect.get(real, key) as Method).bind(real);
      return (name: string, version?: number) => {
        this.use();
        const request = real.open(name, version);
        request.addEventListener('upgradeneeded', () => {
          this.tap(request.result, ['createObjectStore', 'deleteObjectStore'], () => undefined);
          if (request.transaction) this.watch(request.transaction);
        });
        request.addEventListener('success', () => {
          this.connections.add(request.result);
          this.tap(request.result, ['transaction'], (made) => this.watch(made as IDBTransaction));
          if (this.died) request.result.close();
        });
        return request;
      };
    },
  });

  /** Does the work until it is done or the battery is empty, and what was asked before that is through. */
  async carry(work: () => Promise<unknown>): Promise<void> {
    const lived = work().catch((failure: unknown) => {
      if (!this.died) throw failure;
    });
    await Promise.race([lived, this.death]);
    if (!this.died) return;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    this.connections.forEach((connection) => connection.close());
  }

  private use(): void {
    this.steps -= 1;
    if (this.steps >= 0) return;
    if (!this.died) this.running.forEach(abort);
    this.died = true;
    this.end();
    throw new Dead();
  }

  private watch(transaction: IDBTransaction): void {
    this.running.add(transaction);
    const real = transaction.objectStore.bind(transaction);
    transaction.objectStore = (name) => {
      const store = real(name);
      this.tap(store, STORE_WORK, () => undefined);
      return store;
    };
  }

  /** Counts every call of these methods on this one object. */
  private tap(one: object, names: readonly string[], made: (result: unknown) => void): void {
    const methods = one as Record<string, Method>;
    for (const name of names) {
      if (Object.hasOwn(one, name)) continue;
      const real = methods[name]?.bind(one);
      if (!real) throw new Error(`IndexedDB has no ${name}`);
      methods[name] = (...words) => {
        this.use();
        const result = real(...words);
        made(result);
        return result;
      };
    }
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It was through, or undone already.
  }
}
