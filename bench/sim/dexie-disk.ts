/**
 * A phone of the village whose things are kept by the app's own store: Dexie, two tabs, over flash that
 * breaks (web/lib/phone/testing/brittle-disk). What befalls the phone in memory befalls this one at the
 * same step, as the browser does it; and now and then something more, which the store must live through
 * so that nobody notices.
 */
import 'fake-indexeddb/auto';
import { seeded, type Chance } from '#sync/testing/seeded-random';
import type { PhoneState, PhoneTx, PhoneStore, Queued, PhoneRow } from '#sync/phone/store';
import type { RowName } from '#sync/row';
import { type Inside, PhoneCrash, type PublicRow } from '#sync/testing/memory-phone-store';
import { type DiskPorts, type PhoneDisk, WriteFailed } from '#domain/simulation/phone-disk';
import { CatalogueDb, type HeldCursor, type PublicHeld } from '#web/lib/phone/db/catalogue-db';
import { makeRoom } from '#web/lib/phone/db/make-room';
import { PersonDb, type Sent } from '#web/lib/phone/db/person-db';
import { DexiePhoneStore } from '#web/lib/phone/dexie-store';
import { BrittleDisk, type StoreImage } from '#web/lib/phone/testing/brittle-disk';

/** What the store must outlive without anybody noticing: it is simply done again. */
export const hiddenTroubles = [
  'connection closed',
  'connection closed in a transaction',
  'transaction aborted once',
  'full until room was made',
  'tab frozen in a transaction, then killed',
] as const;
export type HiddenTrouble = (typeof hiddenTroubles)[number];

interface Tab {
  readonly person: PersonDb;
  readonly market: CatalogueDb;
  readonly store: DexiePhoneStore;
}

interface Image {
  readonly person: StoreImage;
  readonly market: StoreImage;
}

interface Seen {
  readonly inside: Inside;
  readonly market: ReadonlyMap<RowName, PublicRow>;
  readonly cursors: ReadonlyMap<string, string>;
}

const TABS = 2;
/** Of writes that may be repeated, how many meet something of their own. */
const TROUBLED = 0.08;
const PERSON_STORES = ['state', 'rows', 'queue', 'sent', 'setAside'];
let disks = 0;

export class DexieDisk implements PhoneDisk {
  private flash = new BrittleDisk();
  private name = '';
  private tabs: Tab[] = [];
  private turn = 0;
  lastWrites = 0;
  private blow: Blow | null = null;
  /** What will be on the flash as soon as somebody looks: a phone just begun, or set back. */
  private staged: Image | null;
  private tail: Promise<unknown> = Promise.resolve();
  private seen: { readonly of: unknown; readonly what: Seen } | null = null;
  private readonly chance: Chance;

  constructor(
    state: PhoneState,
    private readonly ports: DiskPorts,
    private readonly met: (trouble: HiddenTrouble) => void,
  ) {
    this.chance = seeded(parseInt(state.deviceId.slice(0, 8), 16));
    this.staged = { person: new Map([['state', [['state', state]]]]), market: new Map() };
  }

  write<T>(work: (tx: PhoneTx) => Promise<T>): Promise<T> {
    return this.alone(async (tab) => {
      const blow = (this.blow = new Blow(this.ports, this.flash, () => this.close()));
      const hidden = this.drawHidden();
      const thaw = await this.before(hidden);
      if (hidden && isMidway(hidden)) blow.once = this.chance.between(1, 12);
      const done = tab.store.write(async (tx) => {
        // Done again it would look at the clock again, and one that stands still creeps.
        if (blow.isStruck()) await tx.state();
        this.lastWrites = 0;
        const wrote = () => (this.lastWrites += 1);
        const result = await work(stepping(tx, () => blow.step(hidden), wrote));
        blow.commits(hidden);
        return result;
      });
      return blow.outcome(done, thaw);
    });
  }

  publicCursor(scope: string): Promise<string> {
    return this.alone((tab) => tab.store.publicCursor(scope));
  }

  applyPublic(changes: Parameters<PhoneStore['applyPublic']>[0]): Promise<void> {
    return this.alone(async (tab) => {
      const blow = (this.blow = new Blow(this.ports, this.flash, () => this.close()));
      const hidden = this.drawHidden();
      const thaw = await this.before(hidden);
      blow.arms(hidden);
      await blow.outcome(tab.store.applyPublic(changes), thaw, true);
      if (tab.store.publicFull) throw new Error('the market was let go though there was room');
    });
  }

  inspect(): Inside {
    return this.look().inside;
  }

  get publicCursors(): ReadonlyMap<string, string> {
    return this.look().cursors;
  }

  get publicRows(): ReadonlyMap<RowName, PublicRow> {
    return this.look().market;
  }

  image(): Image {
    if (this.staged) return this.staged;
    const image = this.flash.image();
    return {
      person: image.get(`${this.name}-person`) ?? new Map(),
      market: image.get(`${this.name}-market`) ?? new Map(),
    };
  }

  restore(image: Image): void {
    this.close();
    this.staged = image;
  }

  losePower(commits: number): boolean {
    if (this.staged) return false;
    const { person, market } = this.image();
    const before = {
      person: this.flash.afterPowerLoss(`${this.name}-person`, commits),
      market: this.flash.afterPowerLoss(`${this.name}-market`, commits),
    };
    this.restore({ person: before.person ?? person, market: before.market ?? market });
    return before.person !== null || before.market !== null;
  }

  /** The app is closed for good. */
  close(): void {
    for (const { person, market } of this.tabs.splice(0)) {
      person.close();
      market.close();
    }
  }

  /** One after the other, each in the tab whose turn it is. */
  private alone<T>(act: (tab: Tab) => Promise<T>): Promise<T> {
    const run = this.tail.then(async () => act(await this.nextTab()));
    this.tail = run.catch(() => undefined);
    return run;
  }

  private async nextTab(): Promise<Tab> {
    if (this.staged) await this.unpack(this.staged);
    while (this.tabs.length < TABS) this.tabs.push(await this.openTab());
    this.turn = (this.turn + 1) % TABS;
    return this.tabs[this.turn] as Tab;
  }

  /** A phone begun or set back: other flash, other names, what was staged lies on it. */
  private async unpack({ person, market }: Image): Promise<void> {
    this.close();
    disks += 1;
    this.name = `disk-${disks}`;
    this.flash = new BrittleDisk();
    this.tabs = [await this.openTab()];
    await this.flash.load(`${this.name}-person`, person);
    await this.flash.load(`${this.name}-market`, market);
    this.staged = null;
  }

  private async openTab(): Promise<Tab> {
    const person = this.flash.make(() => new PersonDb(`${this.name}-person`));
    const market = this.flash.make(() => new CatalogueDb(`${this.name}-market`));
    await person.open();
    await market.open();
    const room = () => {
      this.blow?.makesRoom();
      return makeRoom(person, market);
    };
    const store = new DexiePhoneStore(person, market, () => 0, room);
    return { person, market, store };
  }

  private drawHidden(): HiddenTrouble | null {
    if (!this.ports.mayRepeat() || !this.chance.happens(TROUBLED)) return null;
    const hidden = this.chance.pick(hiddenTroubles);
    this.met(hidden);
    return hidden;
  }

  /** What happens before the store begins. Resolves to what must happen while it waits. */
  private async before(hidden: HiddenTrouble | null): Promise<() => Promise<void>> {
    if (hidden === 'connection closed') this.flash.closeConnections();
    if (hidden !== 'tab frozen in a transaction, then killed') return () => Promise.resolve();
    const isPerson = this.chance.happens(0.7);
    const name = `${this.name}-${isPerson ? 'person' : 'market'}`;
    return this.flash.freeze(name, isPerson ? PERSON_STORES : ['rows', 'cursors'], (begun) => {
      if (isPerson) begun.objectStore('state').put({ half: 'written' }, 'state');
      else begun.objectStore('cursors').clear();
    });
  }

  private look(): Seen {
    const of = this.staged ?? `${this.name} ${this.flash.revision}`;
    if (this.seen?.of !== of) this.seen = { of, what: seenIn(this.image()) };
    return this.seen.what;
  }
}

const FULL_ONCE: HiddenTrouble = 'full until room was made';

const isMidway = (hidden: HiddenTrouble): boolean =>
  hidden === 'connection closed in a transaction' ||
  hidden === 'transaction aborted once' ||
  hidden === FULL_ONCE;

/**
 * What befalls one call of the store. What the village armed lasts until the store gives up, as it does
 * in memory; what only this disk knows happens once.
 */
class Blow {
  private struck: unknown = null;
  /** Step at which the hidden trouble happens; null: none, or it is over. */
  once: number | null = null;
  private steps = 0;

  constructor(
    private readonly ports: DiskPorts,
    private readonly flash: BrittleDisk,
    private readonly die: () => void,
  ) {}

  /** Whether this is the store trying again what it can't do: then it fails at once. */
  isStruck(): boolean {
    this.steps = 0;
    if (this.struck === null) return false;
    this.strike(this.struck, true);
    return true;
  }

  step(hidden: HiddenTrouble | null, atCommit = false): void {
    if (this.struck !== null) {
      if (atCommit && isFull(this.struck)) this.fill(true);
      return;
    }
    if (this.once !== null) {
      this.steps += 1;
      if (this.steps >= this.once) this.happen(hidden);
      return;
    }
    const trouble = this.meet();
    if (trouble === null) return;
    this.strike(trouble, atCommit);
    if (trouble instanceof PhoneCrash) throw trouble;
  }

  private meet(): unknown {
    try {
      this.ports.beforeStep();
      return null;
    } catch (trouble) {
      this.struck = trouble;
      return trouble;
    }
  }

  /** The last step: a hidden trouble that has not happened yet happens now. */
  commits(hidden: HiddenTrouble | null): void {
    if (this.once !== null) this.happen(hidden, true);
    else this.step(null, true);
  }

  /** Of a transaction into which nobody looks: it is met at its first write. */
  arms(hidden: HiddenTrouble | null): void {
    if (hidden && isMidway(hidden)) this.once = 1;
    else this.meet();
    const full = isFull(this.struck) || (this.once !== null && hidden === FULL_ONCE);
    this.flash.full = full;
    this.flash.onPut = () => {
      if (this.struck !== null) this.strike(this.struck, false);
      else if (this.once !== null) this.happen(hidden);
    };
  }

  /** What can be had again is given away; that helps unless the village wants it otherwise. */
  makesRoom(): void {
    this.once = null;
    this.flash.full = isFull(this.struck);
  }

  /** @throws what the village armed, once the store has given up */
  async outcome<T>(done: Promise<T>, thaw: () => Promise<void>, isPublic = false): Promise<T> {
    // The store waits for whoever is frozen, however long; then that tab is killed.
    await thaw();
    const end = await done.then(
      (value) => ({ value }),
      (failure: unknown) => ({ failure }),
    );
    this.flash.onPut = () => undefined;
    this.flash.full = false;
    if (this.struck !== null) {
      // The market's copy is let go without a word when there is no room for it.
      if ('value' in end && !(isFull(this.struck) && isPublic))
        throw new Error('what was struck down stands');
      throw this.struck;
    }
    if ('failure' in end) throw end.failure;
    return end.value;
  }

  private happen(hidden: HiddenTrouble | null, atCommit = false): void {
    this.once = null;
    if (hidden === 'connection closed in a transaction') this.flash.closeConnections();
    else if (hidden === FULL_ONCE) this.fill(atCommit);
    else this.flash.abort(null);
  }

  /** The next thing written is refused; a transaction that writes nothing more is, when it commits. */
  private fill(atCommit: boolean): void {
    this.flash.full = true;
    if (atCommit) this.flash.abort('QuotaExceededError');
  }

  private strike(trouble: unknown, atCommit: boolean): void {
    if (isFull(trouble)) this.fill(atCommit);
    else this.flash.abort(null);
    // A dead process does not try again.
    if (!(trouble instanceof WriteFailed)) this.die();
  }
}

const isFull = (trouble: unknown): boolean =>
  trouble instanceof WriteFailed && trouble.kind === 'storage full';

const WRITING = new Set(['saveState', 'saveRow', 'dropRow', 'putQueued', 'dropQueued', 'keepSent']);

/** Every call of the transaction is a step, as in memory. */
const stepping = (tx: PhoneTx, step: () => void, wrote: () => void): PhoneTx =>
  new Proxy(tx, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...words: unknown[]): unknown => {
        if (WRITING.has(String(name))) wrote();
        step();
        return method.apply(target, words) as unknown;
      };
    },
  });

function seenIn({ person, market }: Image): Seen {
  const all = <T>(image: StoreImage, store: string) =>
    (image.get(store) ?? []).map(([, record]) => record as T);
  const [state] = all<PhoneState>(person, 'state');
  if (!state) throw new Error('the phone has forgotten itself');
  const queue = all<Queued>(person, 'queue');
  const sent = all<Sent>(person, 'sent').map(({ queued }) => queued);
  const rows = all<PublicHeld>(market, 'rows');
  const cursors = all<HeldCursor>(market, 'cursors');
  return {
    inside: { state, rows: all<PhoneRow>(person, 'rows'), queue, sent },
    market: new Map(
      rows.map(({ name, position, values }) => [name as RowName, { position, values }]),
    ),
    cursors: new Map(cursors.map(({ scope, cursor }) => [scope, cursor])),
  };
}
