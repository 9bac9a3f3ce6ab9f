import { expect } from 'vitest';

import { problems } from '../problem';
import type { Asked } from './test-phone';

/** Every refusal, whatever caused it: a problem object with a code from the list, and never a 5xx. */
export function expectProblem(answer: Asked, code: string): void {
  expect(answer.body['code']).toBe(code);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const [status, title] = problems[code as keyof typeof problems];
  expect(answer.body).toMatchObject({ type: `urn:jukung:problem:${code}`, status, title });
  expect(answer.status).toBe(status);
  expect(answer.status).toBeLessThan(500);
}
