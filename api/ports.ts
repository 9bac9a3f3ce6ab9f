/** What the routes are given to work with; main.ts puts it together once. */
import type { HttpBindings } from '@hono/node-server';

import type { Db } from '#db/connect';
import type { ServerStore } from '#sync/server/store';

import type { Auth } from './account/auth';
import type { Tries } from './account/tries';
import type { Door } from './admission';
import type { DeviceIdentity } from './device/authenticate';
import type { Expiry } from './expiry';
import type { Logger } from './log';
import type { PhotoStore } from './photo/photo-store';
import type { OriginRule } from './same-origin';
import type { Shelf } from './snapshot/shelf';

export interface ApiPorts {
  readonly db: Db;
  readonly store: ServerStore;
  readonly shelf: Shelf;
  readonly expiry: Expiry;
  /** In front of the API; pictures (`/photo`) and `/healthz` ask the database without standing in line. */
  readonly door: Door;
  readonly photos: PhotoStore;
  readonly tries: Tries;
  /** Two of them share one database: cookies are named differently where TLS serves. */
  readonly auth: { readonly plain: Auth; readonly secure: Auth };
  /** Seals nonces, reset codes and counters. */
  readonly seal: Buffer;
  /** Seals answers to entries, so that they are honoured after a restore. */
  readonly outcomeSeal: Buffer;
  readonly originRule: OriginRule;
  readonly nowMs: () => number;
  readonly log: Logger;
  /** Public name of this installation, and the version of the program. */
  readonly instance: string;
  readonly version: string;
}

/** What middleware leaves for the routes behind it. */
export interface ApiEnv {
  Bindings: HttpBindings | undefined;
  Variables: { device: DeviceIdentity };
}
