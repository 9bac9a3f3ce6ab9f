/**
 * Shell: the little the frame of every screen must know about the phone. The phone's own logic fills it
 * in; a screen only reads it. On the server it keeps these first values: a stranger in the market.
 */
import type { Snippet } from 'svelte';
import type { Role } from './navigation';

class Shell {
  /** Whose turn it is on this phone. */
  role = $state<Role>('pembeli');
  /** Consignments not sent yet. */
  waiting = $state(0);
  /** Things in the basket. */
  basket = $state(0);
  /** Orders that wait for an answer of this person's shops. */
  orders = $state(0);
  /** Orders of their own that wait for this person's answer. */
  asked = $state(0);
  /** The page this one was reached from inside the app (path only), or null. */
  cameFrom = $state<string | null>(null);
  /** What the phone itself has to say, drawn first on whichever screen is open. */
  notices = $state.raw<Snippet | null>(null);
}

/** The one shell of this phone. */
export const shell = new Shell();
