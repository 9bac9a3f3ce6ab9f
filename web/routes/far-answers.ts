/** What the other side answers about people, as pages read it (docs/api.md). */

/** `GET /api/people/find`: the one behind a whole phone number. */
export interface FoundPerson {
  readonly personId: string;
  readonly name: string;
  readonly village: string;
  readonly phoneVerified: boolean;
}

/** One phone of a person, as it last spoke. Times are ms since the epoch. */
export interface PhoneOfPerson {
  readonly id: string;
  /** `android chrome` (api/device/label.ts); empty when it never said. */
  readonly label: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly signedIn: boolean;
  readonly revoked: boolean;
  readonly createdMs: number;
  readonly lastSeenMs: number | null;
  readonly waitingCount: number;
  readonly oldestAgeMs: number;
}

export interface GrantOfPerson {
  readonly id: string;
  readonly role: 'facilitator' | 'courier' | 'dinas' | 'helper';
  readonly village: string;
  readonly shopId: string;
  readonly status: 'active' | 'revoked';
}

/** `GET /api/people/:id`: for the facilitator of their village and the Dinas. */
export interface LookedUpPerson extends FoundPerson {
  /** E.164; empty without an account. */
  readonly phone: string;
  readonly grants: readonly GrantOfPerson[];
  readonly devices: readonly PhoneOfPerson[];
}

/** `GET /api/account/security-log`. */
export interface SecurityEvent {
  readonly kind:
    'signed_up' | 'signed_in' | 'pin_changed' | 'reset_code_made' | 'reset_used' | 'device_revoked';
  readonly atMs: number;
  readonly byOneself: boolean;
  readonly byName: string;
  readonly deviceLabel: string;
}

/** `GET /api/people/behind`: a phone that may hold unsent work, furthest behind first. */
export interface PhoneBehind {
  readonly personId: string;
  readonly name: string;
  readonly village: string;
  readonly deviceId: string;
  readonly lastSeenMs: number;
  readonly waitingCount: number;
  readonly oldestAgeMs: number;
}

/** `GET /api/people/quarantine`: what was put aside for a person to look at. */
export interface SetAside {
  readonly deviceId: string;
  readonly personId: string;
  readonly name: string;
  readonly receivedMs: number;
  /** `device.revoked`: from a phone that was cut off; else why it does not fit since a restore. */
  readonly code: string;
  /** What was to be done, to which row; what was said stays out where it is for others alone. */
  readonly entry: {
    readonly action?: unknown;
    readonly subject?: unknown;
    readonly input?: Readonly<Record<string, unknown>>;
  };
}
