/**
 * Two phones changed the same thing. What now? One pure function, the same on the phone (to show what
 * will probably be) and on the server (to say what is).
 *
 * A change is concurrent with the value that stands if it was not made having seen it: its base names
 * another version, and the standing value was not said earlier on the same phone (before a fork: as
 * far as that phone remembers). Sequential changes always win; concurrent ones are ranked by the order of their stamps, and the loser is kept.
 */
import type { Entity, Fields, Tombstone, Values } from './entity';
import { EMPTY_UNION, fits, type Scalar, type UnionValue } from './field';
import type { Patch } from './action';
import type { Candidate, Difference, KeptValue, Row, Version } from './row';
import {
  type Clock,
  hear,
  later,
  makeStamp,
  samePhone,
  type Stamp,
  stampNode,
  tick,
} from './stamp';

export interface Said {
  /** Version the change's values get, its order corrected and clamped by the server. */
  readonly version: Version;
  /** Last server versions its author had seen, by field. */
  readonly bases: Readonly<Record<string, Stamp>>;
  /**
   * The last thing its phone remembers to have said in each earlier device epoch. What it said up to
   * there it had seen; what a phone set back to an old image forgot, it had not.
   */
  readonly past?: readonly Stamp[];
  /** Present when it is honoured after a restore, perhaps long after what came later than it. */
  readonly healing?: Healing;
}

/** What is known of a change that was taken once before and comes again, in whatever order. */
export interface Healing {
  /** Nothing was concurrent with it when it was first taken. */
  readonly sequential: boolean;
  /** A question about it was asked when it was first taken. */
  readonly conflicted: boolean;
  /** Whether whoever said the standing value of this field had this change in front of them. */
  readonly knewOfMine: (standing: Version, field: string) => boolean;
  /** Whether the standing value was first taken after this change, and not knowing what stood then. */
  readonly metMineLater: (standing: Version) => boolean;
}

export interface Merged {
  readonly row: Row;
  readonly kept: readonly KeptValue[];
  readonly differences: readonly Difference[];
  /** Fields whose open question this change closes. */
  readonly answered: readonly string[];
  /** True if anything was concurrent. */
  readonly concurrent: boolean;
}

/** A patch that breaks its declaration. Thrown: domain code is wrong, or input passed unchecked. */
export class PatchError extends Error {}

/** The author had seen that the row was removed, and changed it all the same. */
export class RowRemoved extends Error {}

/** The key under which a base names the add of one element of a union field. */
export const elementBase = (field: string, element: string): string => `${field}:${element}`;

export function mergePatch(entity: Entity, row: Row | undefined, patch: Patch, said: Said): Merged {
  if (patch.create) {
    if (row) throw new PatchError(`${patch.noun}/${patch.id} exists`);
    return whole(bornRow(entity, patch, said.version));
  }
  if (!row) throw new PatchError(`${patch.noun}/${patch.id} does not exist`);
  const merge = new RowMerge(entity, row, said, patch.answers ?? []);
  for (const [name, value] of Object.entries(patch.set ?? {})) merge.set(name, value);
  for (const [name, delta] of Object.entries(patch.add ?? {})) merge.add(name, delta);
  for (const [name, elements] of Object.entries(patch.put ?? {})) merge.put(name, elements);
  for (const [name, elements] of Object.entries(patch.drop ?? {})) merge.drop(name, elements);
  if (!patch.books) merge.meetTombstone(patch);
  return merge.result();
}

/** What a person who had not seen `standing` should be told: their change met another one. */
function isConcurrent(standing: Version, said: Said, field: string): boolean {
  if (standing.id === said.bases[field]) return false;
  return !saidBefore(standing.id, said);
}

/** Whether `stamp` was said earlier on the phone that speaks now, and that phone remembers it. */
function saidBefore(stamp: Stamp, { version, past = [] }: Said): boolean {
  if (stampNode(stamp) === stampNode(version.id)) return true;
  if (!samePhone(stamp, version.id)) return false;
  return past.some((last) => stampNode(last) === stampNode(stamp) && stamp <= last);
}

class RowMerge {
  private readonly values: Record<string, Scalar | UnionValue>;
  private readonly versions: Record<string, Version>;
  private readonly kept: KeptValue[] = [];
  private readonly differences: Difference[] = [];
  private concurrent = false;

  constructor(
    private readonly entity: Entity,
    private readonly row: Row,
    private readonly said: Said,
    private readonly answers: readonly string[],
  ) {
    this.values = { ...(row.values as Record<string, Scalar | UnionValue>) };
    this.versions = { ...row.versions };
  }

  set(name: string, value: Scalar): void {
    const field = this.field(name);
    if (!fits(field.shape, value))
      throw new PatchError(`${this.entity.noun}.${name}: ${String(value)}`);
    if (field.policy === 'fixed') {
      if (value !== this.values[name]) throw new PatchError(`${this.entity.noun}.${name} is fixed`);
      return;
    }
    if (field.policy === 'total' || field.policy === 'union') {
      throw new PatchError(`${this.entity.noun}.${name} is never set whole`);
    }
    const standing = this.versions[name];
    if (field.reckoned) {
      this.stand(name, value, afterSeen(this.said.version, standing));
      return;
    }
    const { healing } = this.said;
    if (healing && standing && standing.order > this.said.version.order) {
      const asks = field.policy === 'asked' && healing.conflicted;
      if (!asks && healing.knewOfMine(standing, name)) return;
      this.concurrent = true;
      this.rank(name, value, standing, field.policy === 'asked');
      return;
    }
    const knew = healing?.sequential && standing && !healing.metMineLater(standing);
    const concurrent = standing !== undefined && !knew && isConcurrent(standing, this.said, name);
    if (!concurrent || field.policy === 'decided') {
      // One of the two that were said stood until the answer: it loses now, like the other one before.
      if (field.policy === 'asked' && this.answers.includes(name)) this.keepStanding(name, value);
      this.stand(name, value, afterSeen(this.said.version, standing));
      return;
    }
    this.concurrent = true;
    this.rank(name, value, standing, field.policy === 'asked');
  }

  add(name: string, delta: number): void {
    const field = this.field(name);
    if (field.policy !== 'total')
      throw new PatchError(`${this.entity.noun}.${name} does not add up`);
    const sum = (this.values[name] as number) + delta;
    if (!fits(field.shape, sum)) throw new PatchError(`${this.entity.noun}.${name}: ${sum}`);
    this.values[name] = sum;
  }

  put(name: string, elements: readonly string[]): void {
    const union = this.union(name);
    const live = { ...union.live };
    const stamp = this.said.version.id;
    for (const element of elements) {
      if (union.dead[element]?.includes(stamp)) continue;
      live[element] = later(live[element] ?? '', stamp);
    }
    this.values[name] = { live, dead: union.dead };
  }

  drop(name: string, elements: readonly string[]): void {
    const union = this.union(name);
    const live = { ...union.live };
    const dead = { ...union.dead };
    for (const element of elements) {
      // The add that was seen may not be back yet on a restored server: it is dead before it arrives.
      const seen = this.said.healing && this.said.bases[elementBase(name, element)];
      const added = live[element] ?? seen;
      if (added === undefined || dead[element]?.includes(added)) continue;
      if (!this.sawAdd(name, element, added)) continue;
      delete live[element];
      dead[element] = [...(dead[element] ?? []), added].sort();
    }
    this.values[name] = { live, dead };
  }

  /**
   * Removing and editing meet. Whichever arrives second, the removal stands, every edited value is
   * kept in the row, and a person is asked whether the row should come back.
   */
  meetTombstone(patch: Patch): void {
    const tombstone = this.entity.tombstone;
    if (!tombstone) return;
    const standing = this.row.versions[tombstone.field];
    const wasGone = this.row.values[tombstone.field] === tombstone.gone;
    const touches = patch.set?.[tombstone.field];
    if (touches === undefined && wasGone && standing) {
      if (this.metBefore(standing, tombstone.field)) return;
      if (!isConcurrent(standing, this.said, tombstone.field)) throw new RowRemoved(this.row.id);
      this.askBack(standing, this.said.version);
    } else if (touches === tombstone.gone && !wasGone && !this.said.healing?.sequential) {
      const edited = this.lastUnseenEdit(tombstone.field);
      if (edited) this.askBack(this.versions[tombstone.field] ?? this.said.version, edited);
    }
  }

  /** Honoured again: this removal knew of the edit, or was taken back before the edit was made. */
  private metBefore(removed: Version, field: string): boolean {
    const { healing, version } = this.said;
    if (!healing) return false;
    return removed.order < version.order || healing.knewOfMine(removed, field);
  }

  /** The latest change the remover had not seen: its author is the one the question names. */
  private lastUnseenEdit(tombstoneField: string): Version | undefined {
    return Object.entries(this.row.versions)
      .filter(
        ([name, standing]) => name !== tombstoneField && isConcurrent(standing, this.said, name),
      )
      .map(([, standing]) => standing)
      .reduce<Version | undefined>((a, b) => (a && a.order > b.order ? a : b), undefined);
  }

  private askBack(removed: Version, edited: Version): void {
    const { field, gone, back } = this.entity.tombstone as Tombstone;
    this.concurrent = true;
    this.ask(field, [
      { value: gone, version: removed },
      { value: back, version: edited },
    ]);
  }

  result(): Merged {
    return {
      row: { ...this.row, values: this.values as Values, versions: this.versions },
      kept: this.kept,
      differences: this.differences,
      answered: this.answers.filter((name) => !this.differences.some((d) => d.field === name)),
      concurrent: this.concurrent,
    };
  }

  private rank(name: string, value: Scalar, standing: Version, ask: boolean): void {
    const mine: Candidate = { value, version: this.said.version };
    const theirs: Candidate = { value: this.values[name] as Scalar, version: standing };
    const mineWins = mine.version.order > theirs.version.order;
    const [winner, loser] = mineWins ? [mine, theirs] : [theirs, mine];
    if (mineWins) this.stand(name, value, mine.version);
    if (winner.value === loser.value) return;
    this.keep(name, loser, winner.version.id);
    // As they were said: what comes again after a restore may arrive in any order.
    const older = this.said.healing && !mineWins;
    if (ask) this.ask(name, older ? [mine, theirs] : [theirs, mine]);
  }

  private keepStanding(name: string, value: Scalar): void {
    const version = this.versions[name];
    const standing = this.values[name] as Scalar;
    if (version && standing !== value) {
      this.keep(name, { value: standing, version }, this.said.version.id);
    }
  }

  private keep(field: string, { value, version }: Candidate, lostTo: Stamp): void {
    const { noun, id: rowId } = this.row;
    this.kept.push({ noun, rowId, field, value, version, lostTo });
  }

  private ask(field: string, candidates: readonly Candidate[]): void {
    this.differences.push({ noun: this.row.noun, rowId: this.row.id, field, candidates });
  }

  private stand(name: string, value: Scalar, version: Version): void {
    this.values[name] = value;
    this.versions[name] = version;
  }

  /** An add counts as seen if it was said on this phone, or is exactly the one the base names. */
  private sawAdd(name: string, element: string, added: Stamp): boolean {
    if (saidBefore(added, this.said)) return true;
    return this.said.bases[elementBase(name, element)] === added;
  }

  private union(name: string): UnionValue {
    if (this.field(name).policy !== 'union') {
      throw new PatchError(`${this.entity.noun}.${name} is not a union`);
    }
    return (this.values[name] as UnionValue | undefined) ?? EMPTY_UNION;
  }

  private field(name: string): Fields[string] {
    const field = this.entity.fields[name];
    if (!field) throw new PatchError(`${this.entity.noun} has no ${name}`);
    return field;
  }
}

function bornRow(entity: Entity, patch: Patch, version: Version): Row {
  const values: Record<string, unknown> = {};
  const versions: Record<string, Version> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    const given = patch.set?.[name];
    if (given !== undefined && !fits(field.shape, given)) {
      throw new PatchError(`${entity.noun}.${name}: ${String(given)}`);
    }
    values[name] = given ?? field.initial;
    if (field.policy === 'union') {
      const put = patch.put?.[name] ?? [];
      values[name] = { live: Object.fromEntries(put.map((e) => [e, version.id])), dead: {} };
    } else if (field.policy === 'total') {
      values[name] = (field.initial as number) + (patch.add?.[name] ?? 0);
    } else if (field.policy !== 'fixed') {
      versions[name] = version;
    }
  }
  for (const name of Object.keys(patch.set ?? {})) {
    if (!entity.fields[name]) throw new PatchError(`${entity.noun} has no ${name}`);
  }
  return { noun: patch.noun, id: patch.id, values: values as Values, versions };
}

const whole = (row: Row): Merged => ({
  row,
  kept: [],
  differences: [],
  answered: [],
  concurrent: false,
});

/**
 * A change made having seen the standing value ranks after it, even when its own clock was corrected
 * backwards: otherwise a third, concurrent change could be ranked differently by arrival.
 */
function afterSeen(version: Version, standing: Version | undefined): Version {
  if (!standing || version.order > standing.order) return version;
  const clock: Clock = tick(hear({ ms: 0, counter: 0 }, standing.order), 0);
  return { ...version, order: makeStamp(clock, stampNode(version.id)) };
}
