import { describe } from 'vitest';
import { keptContract } from './kept-contract';
import { MemoryPhoneStore } from './memory-phone-store';
import { phoneState } from './toy';

describe('[P7] a phone in memory', () => {
  keptContract(() => Promise.resolve(new MemoryPhoneStore(phoneState(1))));
});
