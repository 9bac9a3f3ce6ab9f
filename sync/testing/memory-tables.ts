/** What a server in memory keeps, and how one transaction changes it without anybody seeing it before its end. */
import type { Row, RowName } from '../row';
import type { Healed, Parked, ServerDevice, StoredOutcome } from '../server/store';
import { LateCopy } from './late-copy';

export interface FeedLine {
  readonly scope: string;
  readonly name: RowName;
  readonly position: number;
  readonly gone: boolean;
  /** Rows of one transaction share a position; their names order them, as in PostgreSQL. */
  readonly place: string;
}

/** What a phone that is cut off has left. */
interface Quarantined {
  readonly deviceId: string;
  readonly deviceEpoch: number;
  readonly entry: unknown;
}

/** All that stands. Never changed: a transaction that stands puts new ones in its place. */
export interface Tables {
  readonly devices: ReadonlyMap<string, ServerDevice>;
  readonly outcomes: ReadonlyMap<string, StoredOutcome>;
  readonly rows: ReadonlyMap<RowName, Row>;
  readonly feed: ReadonlyMap<string, FeedLine>;
  readonly quarantine: readonly Quarantined[];
  readonly healed: ReadonlyMap<string, Healed>;
  readonly parked: ReadonlyMap<string, Parked>;
  readonly erased: ReadonlySet<RowName>;
  readonly position: number;
  readonly nextId: number;
}

export const padded = (position: number): string => String(position).padStart(9, '0');

export const feedLine = (
  scope: string,
  name: RowName,
  position: number,
  gone: boolean,
): FeedLine => ({
  scope,
  name,
  position,
  gone,
  place: `${padded(position)}:${name}`,
});

/** What stands, with what one transaction is about to change. */
export class Draft {
  readonly devices: LateCopy<ServerDevice>;
  readonly outcomes: LateCopy<StoredOutcome>;
  readonly rows: LateCopy<Row>;
  readonly feed: LateCopy<FeedLine>;
  readonly healed: LateCopy<Healed>;
  readonly parked: LateCopy<Parked>;
  readonly erased: ReadonlySet<RowName>;
  quarantine: readonly Quarantined[];
  position: number;
  nextId: number;

  constructor(tables: Tables) {
    this.devices = new LateCopy(tables.devices);
    this.outcomes = new LateCopy(tables.outcomes);
    this.rows = new LateCopy(tables.rows);
    this.feed = new LateCopy(tables.feed);
    this.healed = new LateCopy(tables.healed);
    this.parked = new LateCopy(tables.parked);
    this.erased = tables.erased;
    this.quarantine = tables.quarantine;
    this.position = tables.position;
    this.nextId = tables.nextId;
  }

  done(): Tables {
    return {
      devices: this.devices.now,
      outcomes: this.outcomes.now,
      rows: this.rows.now,
      feed: this.feed.now,
      quarantine: this.quarantine,
      healed: this.healed.now,
      parked: this.parked.now,
      erased: this.erased,
      position: this.position,
      nextId: this.nextId,
    };
  }
}
