/**
 * What a phone of the village keeps its things on, and what can befall that. Plain maps for most lives;
 * the app's own Dexie store over an IndexedDB that breaks as a real one does (bench/sim/dexie-disk).
 */
import type { PhoneState, PhoneStore } from '#sync/phone/store';
import type { RowName } from '#sync/row';
import {
  type Inside,
  MemoryPhoneStore,
  type PhoneImage,
  type PublicImage,
  type PublicRow,
} from '#sync/testing/memory-phone-store';

/** The phone goes on, but this transaction does not: the browser said no. */
export class WriteFailed extends Error {
  constructor(readonly kind: 'storage full' | 'transaction aborted') {
    super(kind);
  }
}

export interface PhoneDisk extends PhoneStore {
  /** Everything this person's store holds, for the judge: the same object until something is written. */
  inspect(): Inside;
  /** Things written by the last transaction, whether it stood or not. */
  readonly lastWrites: number;
  readonly publicRows: ReadonlyMap<RowName, PublicRow>;
  readonly publicCursors: ReadonlyMap<string, string>;
  /** How everything on this phone is now; only a disk of the same kind can be set back to it. */
  image(): unknown;
  restore(image: unknown): void;
  /** Takes back the last commits that nobody waited for, at most four. False if there were none. */
  losePower(commits: number): boolean;
}

export interface DiskPorts {
  /** Called before every step of every transaction; what it throws befalls the phone there. */
  readonly beforeStep: () => void;
  /** Whether a transaction may begin anew without anybody seeing a difference. */
  readonly mayRepeat: () => boolean;
}

export type MakeDisk = (state: PhoneState, ports: DiskPorts) => PhoneDisk;

/** Commits the disk may still lose when the battery falls out. */
const RELAXED_COMMITS = 4;

/** Maps, with a public copy that the disk has not quite got yet. */
export class MemoryDisk extends MemoryPhoneStore implements PhoneDisk {
  private readonly relaxed: PublicImage[] = [];

  get publicCursors(): ReadonlyMap<string, string> {
    return this.publicImage().cursors;
  }

  override async applyPublic(changes: Parameters<PhoneStore['applyPublic']>[0]): Promise<void> {
    const before = this.publicImage();
    await super.applyPublic(changes);
    this.relaxed.push(before);
    if (this.relaxed.length > RELAXED_COMMITS) this.relaxed.shift();
  }

  losePower(commits: number): boolean {
    const before = this.relaxed[Math.max(0, this.relaxed.length - commits)];
    // What is read after the start is on the disk.
    this.relaxed.length = 0;
    if (!before) return false;
    this.restorePublic(before);
    return true;
  }

  override restore(image: PhoneImage): void {
    this.relaxed.length = 0;
    super.restore(image);
  }
}
