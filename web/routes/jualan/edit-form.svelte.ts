/**
 * Changes being written to something that stands: only the fields the person has touched, so that what
 * arrives meanwhile shows in all the others. Kept at every keystroke.
 */
import { dropDraft, readDraft, saveDraft } from '$lib/phone/drafts';

/** `C` holds the fields that can be written, as they are while being written. */
export class EditForm<C extends object> {
  changes = $state<Partial<C>>({});
  /** What is in it was typed before the page was opened. */
  recovered = $state(false);
  readonly #key: string;

  /** @param key where it is kept: `listing.edit.<id>` */
  constructor(key: string) {
    this.#key = key;
  }

  get dirty(): boolean {
    return Object.keys(this.changes).length > 0;
  }

  /** What was typed and not saved comes back, unless the person has begun to type again. */
  async recover(): Promise<void> {
    const kept = await readDraft<Partial<C>>(this.#key);
    if (!kept || this.dirty) return;
    this.changes = kept;
    this.recovered = this.dirty;
  }

  /** A field as it is being written; written back to what stands, it is no change any more. */
  set<F extends keyof C>(standing: Readonly<Record<F, unknown>>, field: F, value: C[F]): void {
    if (value === standing[field]) delete this.changes[field];
    else this.changes[field] = value;
    if (this.dirty) void saveDraft(this.#key, $state.snapshot(this.changes));
    else void dropDraft(this.#key);
  }

  /** Saved, or not wanted any more. */
  async clear(): Promise<void> {
    this.changes = {};
    this.recovered = false;
    await dropDraft(this.#key);
  }
}
