/**
 * Changes being written to a product: only the fields the person has touched, so that what arrives
 * meanwhile shows in all the others. Kept at every keystroke.
 */
import type { CategoryKey } from '#domain/categories';
import { dropDraft, readDraft, saveDraft } from '$lib/phone/drafts';
import type { ProductView } from '$lib/phone/views';

export interface Changes {
  title?: string;
  /** Null while nothing readable is written. */
  price?: number | null;
  unit?: string;
  category?: CategoryKey;
  about?: string;
}

export class EditForm {
  changes = $state<Changes>({});
  /** What is in it was typed before the page was opened. */
  recovered = $state(false);
  readonly #key: string;

  constructor(listingId: string) {
    this.#key = `listing.edit.${listingId}`;
  }

  get dirty(): boolean {
    return Object.keys(this.changes).length > 0;
  }

  /** What was typed and not saved comes back, unless the person has begun to type again. */
  async recover(): Promise<void> {
    const kept = await readDraft<Changes>(this.#key);
    if (!kept || this.dirty) return;
    this.changes = kept;
    this.recovered = this.dirty;
  }

  /** A field as it is being written; written back to what stands, it is no change any more. */
  set<F extends keyof Changes>(product: ProductView, field: F, value: Changes[F]): void {
    if (value === product[field]) delete this.changes[field];
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
