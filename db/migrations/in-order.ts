/**
 * Every migration by the name under which the database remembers it. Engine and nouns count from
 * 0001, accounts from 0100; a name is never changed or reused once it has run anywhere.
 */
import type { Migration } from 'kysely';
import { up as engine } from './0001-engine';
import { up as nouns } from './0002-nouns';
import { up as photoFiles } from './0003-photo-files';
import { up as followers } from './0004-followers';
import { up as healing } from './0005-healing';
import { up as snapshots } from './0006-snapshots';
import { up as orders } from './0007-orders';
import { up as handedOn } from './0008-handed-on';
import { up as guests } from './0009-guests';
import { up as sales } from './0010-sales';
import { up as paying } from './0011-paying';
import { up as auth } from './0101-auth';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-engine': { up: engine },
  '0002-nouns': { up: nouns },
  '0003-photo-files': { up: photoFiles },
  '0004-followers': { up: followers },
  '0005-healing': { up: healing },
  '0006-snapshots': { up: snapshots },
  '0007-orders': { up: orders },
  '0008-handed-on': { up: handedOn },
  '0009-guests': { up: guests },
  '0010-sales': { up: sales },
  '0011-paying': { up: paying },
  '0101-auth': { up: auth },
};
