/**
 * The picture of a product: from this phone when it is here, from the air when that costs little, else
 * after a tap. What was loaded once stays and is there again without signal.
 */
import { connection } from '../connection';
import { shelf } from '../shelf';
import { signal } from '../status.svelte';
import { loadsByItself, type PictureMode } from './when-to-load';

export interface Picture {
  /** Address to show now, or null. */
  readonly src: string | null;
  /** Blurred stand-in, `data:` address, or null. */
  readonly placeholder: string | null;
  /** There is a picture, and it waits for a tap. */
  readonly waitsForTap: boolean;
  /** Fetches it now, whatever it costs. */
  load(): void;
}

interface Pictured {
  readonly hash: string;
  readonly placeholder: string;
  readonly rank?: 'full' | 'preview' | 'none';
}

const MODE = 'jukung.pictures';

class PictureOptions {
  #mode = $state<PictureMode>((shelf.getItem(MODE) as PictureMode | null) ?? 'auto');

  get mode(): PictureMode {
    return this.#mode;
  }
  set mode(mode: PictureMode) {
    this.#mode = mode;
    shelf.setItem(MODE, mode);
  }
}

/** How this phone treats photos, for everybody on it. */
export const pictureOptions = new PictureOptions();

/** Call while a component is being made; follows the photo it is given. */
export function picture(photo: () => Pictured | undefined): Picture {
  let src = $state<string | null>(null);
  let placeholder = $state<string | null>(null);
  let waitsForTap = $state(false);
  let fetchNow: () => void = () => undefined;

  $effect(() => {
    const wanted = photo();
    const mode = pictureOptions.mode;
    src = null;
    placeholder = null;
    waitsForTap = false;
    if (!wanted) return;
    let ended = false;
    const show = (url: string | null, onAir: boolean) => {
      if (ended) return;
      src = url;
      waitsForTap = url === null && onAir;
    };
    const onAir = wanted.rank !== 'none';
    void import('./placeholder').then(({ placeholderUrl }) => {
      if (!ended) placeholder = placeholderUrl(wanted.placeholder);
    });
    fetchNow = () => {
      waitsForTap = false;
      void import('./pictures-kept')
        .then(({ fetchPicture }) => fetchPicture(wanted.hash))
        .then((url) => show(url, onAir));
    };
    void import('./pictures-kept')
      .then(({ keptPicture }) => keptPicture(wanted.hash))
      .then((url) => {
        if (ended) return;
        if (url !== null || !onAir) show(url, onAir);
        else if (loadsByItself(mode, connection(), signal.reach === 'no-signal')) fetchNow();
        else show(null, onAir);
      })
      .catch(() => show(null, onAir));
    return () => {
      ended = true;
      fetchNow = () => undefined;
    };
  });
  return {
    get src() {
      return src;
    },
    get placeholder() {
      return placeholder;
    },
    get waitsForTap() {
      return waitsForTap;
    },
    load: () => fetchNow(),
  };
}
