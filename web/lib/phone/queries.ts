/**
 * Questions screens ask of this person's store and of the market's copy. Every answer is read in one
 * go (getAll, never a cursor: ten times cheaper on a cheap phone) and stays live through `live()`.
 */
import type { Values } from '#sync/entity';
import { ownsShop, tendsShop } from '#domain/rights';
import type { shop } from '#domain/shop';
import type { PhoneRow, PhoneState, Queued } from '#sync/phone/store';
import type { CatalogueDb } from './db/catalogue-db';
import type { Draft, HeldPhoto, PersonDb } from './db/person-db';
import { isSoundQueued, isSoundRow } from './db/sound';
import { handedViews, type HandedView } from './handed-views';
import { PublicQueries } from './public-queries';
import * as shape from './shape-views';
import type * as views from './views';
import { needsPerson, waits } from './what-waits';

type ShopValues = Values<(typeof shop)['fields']>;

/** What the status bar is made from, as far as the store knows it. */
interface SignalFactsHeld {
  readonly waiting: number;
  readonly oldestMs: number | null;
  /** Bytes still to travel, compression reckoned in. */
  readonly waitingBytes: number;
  readonly needsYou: number;
  readonly state: PhoneState;
}

export class Queries extends PublicQueries {
  constructor(
    private readonly person: PersonDb,
    catalogueDb: CatalogueDb,
  ) {
    super(catalogueDb);
  }

  async me(): Promise<views.Me> {
    const { actor, session } = await this.state();
    const row = await this.person.rows.get(`person/${actor.personId}`);
    const known = row && shape.personView(row);
    return {
      personId: actor.personId,
      name: known?.name ?? '',
      village: known?.village ?? '',
      phoneVerified: known?.phoneVerified ?? false,
      hasAccount: actor.hasAccount,
      session,
      rights: actor.rights,
    };
  }

  async grants(): Promise<views.GrantView[]> {
    const { actor } = await this.state();
    return this.grantsOf(actor.personId);
  }

  /** Rights of anybody whose rights this phone holds: the desk's, everybody's. */
  async grantsOf(personId: string): Promise<views.GrantView[]> {
    return (await this.allGrants()).filter((grant) => grant.personId === personId);
  }

  async helpers(shopId: string): Promise<views.GrantView[]> {
    return (await this.allGrants()).filter(
      (grant) => grant.role === 'helper' && grant.shopId === shopId,
    );
  }

  async myShops(): Promise<views.ShopView[]> {
    const { actor } = await this.state();
    const helped = new Set(
      actor.rights.flatMap((right) => (right.role === 'helper' ? right.shopId : [])),
    );
    return (await this.allShops()).filter((view) => view.mine || helped.has(view.id));
  }

  async shopsIn(village: string): Promise<views.ShopView[]> {
    return (await this.allShops()).filter((view) => view.village === village);
  }

  async shop(id: string): Promise<views.ShopView | null> {
    const [row, { actor }, troubled] = await Promise.all([
      this.row('shop', id),
      this.state(),
      this.troubled(),
    ]);
    return row ? shape.shopView(row, actor.personId, troubled) : null;
  }

  async products(shopId: string): Promise<views.ProductView[]> {
    const [rows, photos, troubled, questions] = await Promise.all([
      this.ofShop('listing', shopId),
      this.photosById(shopId),
      this.troubled(),
      this.openQuestions(),
    ]);
    return rows
      .flatMap(
        (row) =>
          shape.productView(row, photos, troubled, shape.questionsAbout(questions, row)) ?? [],
      )
      .filter((product) => product.status !== 'removed')
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Also a removed one, so that it can be brought back. */
  async product(id: string): Promise<views.ProductView | null> {
    const row = await this.row('listing', id);
    const shopId = row && shape.shown<{ shopId: string }>(row)?.shopId;
    if (!row || !shopId) return null;
    const [photos, troubled, questions] = await Promise.all([
      this.photosById(shopId),
      this.troubled(),
      this.openQuestions(),
    ]);
    return shape.productView(row, photos, troubled, shape.questionsAbout(questions, row));
  }

  async photosOf(listingId: string): Promise<readonly views.PhotoView[]> {
    return (await this.product(listingId))?.photos ?? [];
  }

  async movements(listingId: string): Promise<views.MovementView[]> {
    const product = await this.row('listing', listingId);
    const shopId = shape.shown<{ shopId: string }>(product)?.shopId;
    if (!shopId) return [];
    const [rows, troubled] = await Promise.all([this.ofShop('movement', shopId), this.troubled()]);
    return rows
      .flatMap((row) => shape.movementView(row, troubled) ?? [])
      .filter((view) => view.listingId === listingId)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  async questions(): Promise<views.QuestionView[]> {
    const found = await Promise.all(
      (await this.openQuestions()).map((row) => this.questionOf(row)),
    );
    return found.filter((question) => question !== null);
  }

  async question(id: string): Promise<views.QuestionView | null> {
    const row = await this.row('conflict', id);
    return row ? this.questionOf(row) : null;
  }

  /** Work that came too late: for this person to judge, and their own that others judge. */
  async handed(): Promise<HandedView[]> {
    const [rows, { actor }, queue] = await Promise.all([
      this.ofNoun('handed'),
      this.state(),
      this.queue(),
    ]);
    const face = (id: string) => this.publicProduct(id);
    return handedViews(rows, { actor, queue, row: this.row.bind(this), face });
  }

  async history(noun: string, id: string): Promise<views.HistoryView | null> {
    const [row, keptRows, names] = await Promise.all([
      this.row(noun, id),
      this.ofNoun('kept'),
      this.names(),
    ]);
    if (!row) return null;
    const kept = keptRows
      .filter((held) => {
        const about = shape.shown<{ noun: string; rowId: string }>(held);
        return about?.noun === noun && about.rowId === id;
      })
      .flatMap((held) => shape.keptIn(held) ?? [])
      .sort((a, b) => b.atMs - a.atMs);
    return {
      noun,
      id,
      subject: shape.subjectOf(row),
      standing: shape.standingOf(row, names),
      kept,
    };
  }

  async outbox(): Promise<views.OutboxRow[]> {
    const [queue, photos] = await Promise.all([this.queue(), this.waitingPhotos()]);
    // A photo or a movement is told by the product it belongs to.
    const subjects = await this.person.rows.bulkGet(
      queue.map(({ rows, entry }) =>
        typeof entry.input.listingId === 'string'
          ? `listing/${entry.input.listingId}`
          : (rows[0] ?? ''),
      ),
    );
    const entries = queue.map((queued, index) => {
      const said = queued.entry.input.title ?? queued.entry.input.name;
      const subject = shape.subjectOf(subjects[index]) || (typeof said === 'string' ? said : '');
      return shape.outboxEntry(queued, subject);
    });
    return [...entries, ...photos].sort((a, b) => a.madeMs - b.madeMs);
  }

  async refusals(): Promise<views.OutboxRow[]> {
    return (await this.outbox()).filter((row) => row.state === 'needs-you');
  }

  async personById(id: string): Promise<views.PersonView | null> {
    const row = await this.row('person', id);
    return row ? shape.personView(row) : null;
  }

  async peopleIn(village: string): Promise<views.PersonView[]> {
    const people = (await this.ofNoun('person')).flatMap((row) => shape.personView(row) ?? []);
    return people.filter((view) => view.village === village);
  }

  async freshness(): Promise<views.Freshness> {
    const { freshMs, allSentMs, offsetMs } = await this.state();
    return { freshMs, allSentMs, offsetMs };
  }

  /** For the status bar: what waits, how old it is, what needs a person. */
  async signalFacts(): Promise<SignalFactsHeld> {
    const [outbox, questions, late, state] = await Promise.all([
      this.outbox(),
      this.questions(),
      this.handed(),
      this.state(),
    ]);
    const waiting = outbox.filter(waits);
    const needsYou = outbox.filter(needsPerson).length;
    const mine =
      questions.filter((question) => question.mayDecide && !question.answeredHere).length +
      late.filter(({ forMe }) => forMe).length;
    const oldestMs = waiting.length > 0 ? Math.min(...waiting.map((row) => row.madeMs)) : null;
    // Entries shrink about four times on the way; pictures do not shrink at all.
    const waitingBytes = waiting.reduce(
      (sum, row) => sum + (row.kind === 'photo' ? row.sizeBytes : row.sizeBytes / 4),
      0,
    );
    return {
      waiting: waiting.length,
      oldestMs,
      waitingBytes,
      needsYou: needsYou + mine,
      state,
    };
  }

  /** Pictures of acknowledged records whose bytes are not all there yet, as rows of the outbox. */
  private async waitingPhotos(): Promise<views.OutboxPhoto[]> {
    const held = (await this.person.photos.toArray()).filter((photo) => photo.sent !== 'full');
    if (held.length === 0) return [];
    const rowsByHash = new Map<string, PhoneRow>();
    for (const row of await this.ofNoun('photo')) {
      const hash = shape.shown<{ hash: string }>(row)?.hash;
      if (hash) rowsByHash.set(hash, row);
    }
    const rows: views.OutboxPhoto[] = [];
    for (const photo of held) {
      const row = rowsByHash.get(photo.hash);
      if (row) rows.push(await this.photoRow(photo, row));
    }
    return rows;
  }

  private async photoRow(photo: HeldPhoto, row: PhoneRow): Promise<views.OutboxPhoto> {
    const listingId = shape.shown<{ listingId: string }>(row)?.listingId ?? '';
    const product = await this.row('listing', listingId);
    return {
      kind: 'photo',
      key: `photo-${photo.hash}`,
      hash: photo.hash,
      listingId,
      subject: shape.subjectOf(product),
      state: photo.refused === '' ? 'waiting' : 'needs-you',
      madeMs: photo.takenMs,
      sizeBytes: photo.sizeBytes,
      previewSent: photo.sent === 'preview',
      code: photo.refused,
    };
  }

  private async questionOf(row: PhoneRow): Promise<views.QuestionView | null> {
    const values = shape.questionValues(row);
    if (!values) return null;
    const product = await this.row(values.noun, values.rowId);
    const shopId = shape.shown<{ shopId: string }>(product)?.shopId ?? '';
    const [home, { actor }, queue] = await Promise.all([
      this.row('shop', shopId),
      this.state(),
      this.queue(),
    ]);
    const owner = shape.shown<ShopValues>(home);
    const mayDecide =
      owner !== undefined &&
      (values.field === 'price' ? ownsShop(actor, owner) : tendsShop(actor, shopId, owner));
    const answeredHere = queue.some(
      ({ state, entry }) =>
        state !== 'refused' && entry.action === 'conflict.decide' && entry.input.id === row.id,
    );
    return {
      id: row.id,
      noun: values.noun,
      rowId: values.rowId,
      field: values.field,
      subject: shape.subjectOf(product),
      shopId,
      candidates: shape.candidatesIn(values),
      status: values.status,
      chosen: shape.chosenIn(values),
      answeredHere,
      mayDecide,
    };
  }

  private async openQuestions(): Promise<PhoneRow[]> {
    const rows = await this.ofNoun('conflict');
    return rows.filter((row) => shape.questionValues(row)?.status === 'open');
  }

  /** Names of rows with a refused change or an open question. */
  async troubled(): Promise<ReadonlySet<string>> {
    const [queue, questions] = await Promise.all([this.queue(), this.openQuestions()]);
    const names = new Set<string>();
    for (const { state, rows } of queue)
      if (state === 'refused') rows.forEach((name) => names.add(name));
    for (const row of questions) {
      const values = shape.questionValues(row);
      if (values) names.add(`${values.noun}/${values.rowId}`);
    }
    return names;
  }

  private async photosById(shopId: string): Promise<ReadonlyMap<string, views.PhotoView>> {
    const [rows, held] = await Promise.all([
      this.ofShop('photo', shopId),
      this.person.photos.toArray(),
    ]);
    const heldByHash = new Map(held.map((photo) => [photo.hash, photo]));
    const photos = rows.flatMap((row) => {
      const hash = shape.shown<{ hash: string }>(row)?.hash ?? '';
      return shape.photoView(row, heldByHash.get(hash)) ?? [];
    });
    return new Map(photos.map((photo) => [photo.id, photo]));
  }

  private async allShops(): Promise<views.ShopView[]> {
    const [rows, { actor }, troubled] = await Promise.all([
      this.ofNoun('shop'),
      this.state(),
      this.troubled(),
    ]);
    return rows.flatMap((row) => shape.shopView(row, actor.personId, troubled) ?? []);
  }

  private async allGrants(): Promise<views.GrantView[]> {
    const [rows, names, troubled] = await Promise.all([
      this.ofNoun('grant'),
      this.names(),
      this.troubled(),
    ]);
    return rows.flatMap((row) => shape.grantView(row, names, troubled) ?? []);
  }

  private async names(): Promise<ReadonlyMap<string, string>> {
    const people = (await this.ofNoun('person')).flatMap((row) => shape.personView(row) ?? []);
    return new Map(people.map(({ personId, name }) => [personId, name]));
  }

  async row(noun: string, id: string): Promise<PhoneRow | undefined> {
    const row = await this.person.rows.get(`${noun}/${id}`);
    return isSoundRow(row) ? row : undefined;
  }

  /** Half-filled forms and what is kept beside them, newest first. */
  async drafts(prefix: string): Promise<Draft[]> {
    const found = await this.person.drafts.where('key').startsWith(prefix).toArray();
    return found.sort((a, b) => b.savedMs - a.savedMs);
  }

  /** Every row of a noun, for those who shape it themselves. */
  async ofNoun(noun: string): Promise<PhoneRow[]> {
    return (await this.person.rows.where('noun').equals(noun).toArray()).filter(isSoundRow);
  }

  /** Those of one shop alone. */
  async ofShop(noun: string, shopId: string): Promise<PhoneRow[]> {
    const rows = await this.person.rows
      .where('[noun+view.values.shopId]')
      .equals([noun, shopId])
      .toArray();
    return rows.filter(isSoundRow);
  }

  private async queue(): Promise<Queued[]> {
    return (await this.person.queue.toArray()).filter(isSoundQueued);
  }

  async state(): Promise<PhoneState> {
    const state = await this.person.state.get('state');
    if (!state) throw new Error('no state');
    return state;
  }
}
