import { describe, expect, it } from 'vitest';
import type { Right } from '#sync/action';
import { declarations } from './index';
import { DESK_SCOPE, scopesOf } from './scopes';

const actorWith = (...rights: Right[]) => ({ personId: 'p', hasAccount: true, rights });
const right = (role: string): Right => ({ role, village: '63.11.07.2005', shopId: 's' });

describe('the desk of the Dinas', () => {
  it('is carried away by the Dinas and by nobody else', () => {
    expect(scopesOf(actorWith(right('dinas')), [])).toContain(DESK_SCOPE);
    const others = ['facilitator', 'courier', 'helper'].map(right);
    expect(scopesOf(actorWith(...others), ['s'])).not.toContain(DESK_SCOPE);
  });

  it('knows people, shops and rights, and nothing of what a shop sells or counts', () => {
    const values = { village: '63.11.07.2005', shopId: 's', personId: 'p' };
    const onDesk = [...declarations.entities.values()]
      .filter(({ noun }) =>
        ['person', 'shop', 'grant', 'listing', 'photo', 'movement'].includes(noun),
      )
      .filter(({ privateScopes }) => privateScopes('id', values as never).includes(DESK_SCOPE))
      .map(({ noun }) => noun);
    expect(onDesk.sort()).toEqual(['grant', 'person', 'shop']);
  });
});
