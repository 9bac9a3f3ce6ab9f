/** Tells the journeys where the browser is: `inject('chromiumPath')`. */
import type { TestProject } from 'vitest/node';

import { chromiumOrInstall } from './chromium';

declare module 'vitest' {
  export interface ProvidedContext {
    chromiumPath: string;
  }
}

/** Called by vitest once before the journeys. */
export default function setup(project: TestProject): void {
  project.provide('chromiumPath', chromiumOrInstall(console.log));
}
