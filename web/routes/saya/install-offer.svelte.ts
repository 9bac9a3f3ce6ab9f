/**
 * The browser's offer to put Jukung on the phone's first screen. It comes once, early, and only some
 * browsers make it; it is kept until the person asks for it, never pushed at them.
 */

/** Chromium's event; not in the standard, so not in TypeScript's own list. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

class InstallOffer {
  #event = $state.raw<InstallEvent | null>(null);

  /** Whether the browser would install Jukung now. */
  get open(): boolean {
    return this.#event !== null;
  }

  keep(event: InstallEvent | null) {
    this.#event = event;
  }

  /** Asks the person, in the browser's own words. An offer can be used once. */
  async take(): Promise<void> {
    const event = this.#event;
    this.#event = null;
    await event?.prompt();
  }
}

export const installOffer = new InstallOffer();

/** Begins to listen. @returns what ends it */
export function catchInstallOffer(): () => void {
  const keep = (event: Event) => {
    event.preventDefault();
    installOffer.keep(event as InstallEvent);
  };
  const forget = () => installOffer.keep(null);
  addEventListener('beforeinstallprompt', keep);
  addEventListener('appinstalled', forget);
  return () => {
    removeEventListener('beforeinstallprompt', keep);
    removeEventListener('appinstalled', forget);
  };
}
