/**
 * Toast: a short word about what just happened, with a way to take it back. It stays ten seconds,
 * waits while a finger or the keyboard is on it, and follows the person to the next screen.
 */

/** What the strip says, and what taking it back does. */
export type ToastNote = { message: string; undo?: () => void };

const STAY_MS = 10_000;

class Toast {
  /** The note being shown. */
  note = $state<ToastNote | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows a note in place of any other. */
  say(message: string, undo?: () => void) {
    this.note = undo ? { message, undo } : { message };
    this.resume();
  }

  /** Stops the clock while the strip is touched. */
  pause() {
    clearTimeout(this.#timer);
  }

  /** Starts the ten seconds anew. */
  resume() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), STAY_MS);
  }

  /** Takes back what the note told of, and puts the strip away. */
  undo() {
    const undo = this.note?.undo;
    this.close();
    undo?.();
  }

  /** Puts the strip away. */
  close() {
    clearTimeout(this.#timer);
    this.note = null;
  }
}

/** The one strip of this phone. */
export const toast = new Toast();
