/** The tables of accounts as Kysely sees them; better-auth writes the auth_ ones itself. */
import type { Generated } from 'kysely';

interface AuthUserTable {
  id: string;
  name: string;
  /** Made from the person's id, never shown and never written to: the library asks for one. */
  email: string;
  /** The phone number, E.164. */
  username: string | null;
}

interface AuthSessionTable {
  id: string;
  token: string;
  user_id: string;
  device_id: string | null;
  expires_at: Date;
  updated_at: Date;
}

interface TryCountTable {
  /** What is counted, sealed with a secret. */
  key: string;
  tries: number;
  first_ms: number;
  last_ms: number;
  /** Not before this moment again. ms since the epoch. */
  next_ms: number;
}

interface KnownDeviceTable {
  device_id: string;
  user_id: string;
  since: Generated<Date>;
}

interface ResetCodeTable {
  person_id: string;
  code_hash: string;
  made_by: string;
  expires_ms: number;
  tries_left: number;
}

export type SecurityEvent =
  'signed_up' | 'signed_in' | 'pin_changed' | 'reset_code_made' | 'reset_used' | 'device_revoked';

interface SecurityLogTable {
  id: string;
  person_id: string;
  kind: SecurityEvent;
  at_ms: number;
  /** Who did it: the person, a facilitator, the Dinas. */
  by_person: string;
  device_id: string | null;
}

interface DeviceLabelTable {
  device_id: string;
  label: string;
}

export interface AccountTables {
  auth_user: AuthUserTable;
  auth_session: AuthSessionTable;
  try_count: TryCountTable;
  known_device: KnownDeviceTable;
  reset_code: ResetCodeTable;
  security_log: SecurityLogTable;
  device_label: DeviceLabelTable;
}
