import { expect, test } from 'vitest';
import { greetingAt } from './greeting';

test.each([
  ['03:59', 'selling.evening'],
  ['04:00', 'selling.morning'],
  ['10:59', 'selling.morning'],
  ['11:00', 'selling.midday'],
  ['15:00', 'selling.afternoon'],
  ['18:00', 'selling.evening'],
  ['23:59', 'selling.evening'],
])('at %s by the clock of the village', (clock, greeting) => {
  expect(greetingAt(Date.parse(`2026-11-22T${clock}:00+08:00`))).toBe(greeting);
});
