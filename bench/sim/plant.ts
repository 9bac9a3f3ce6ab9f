/**
 * Builds the simulation as one program, which starts sooner and runs faster than its many files; if asked,
 * with one bug in it. Production code is never touched.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { Mutant } from '#domain/simulation/mutants/mutant';

const top = fileURLToPath(new URL('../..', import.meta.url));
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** The file as it is with the bug. @throws Error if the snippet is not there exactly once. */
function planted(mutant: Mutant, file: string, text: string): string {
  const edits = [mutant, ...(mutant.also ? [mutant.also] : [])].filter((one) => one.file === file);
  return edits.reduce((changed, { find, replace }) => {
    const [before, after, ...more] = changed.split(find);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`"${mutant.bug}": its snippet is not exactly once in ${file}`);
    return before + replace + after;
  }, text);
}

/**
 * @param mutant null: the simulation as it is
 * @returns path of a program that takes a worker's order; its folder is the caller's to remove
 */
export async function buildWorker(mutant: Mutant | null): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'jukung-sim-'));
  const touched = new Set<string>();
  const exchange = (bug: Mutant): Plugin => ({
    name: 'planted-bug',
    enforce: 'pre',
    transform(code, id) {
      const file = relative(top, id).replaceAll('\\', '/');
      const changed = planted(bug, file, code);
      if (changed === code) return undefined;
      touched.add(file);
      return changed;
    },
  });
  await build({
    root: top,
    configFile: false,
    logLevel: 'error',
    plugins: mutant ? [exchange(mutant)] : [],
    build: {
      ssr: worker,
      outDir,
      minify: false,
      rollupOptions: {
        external: [/postgres-ring/, /dexie-ring/],
        output: { entryFileNames: 'worker.mjs' },
      },
    },
  });
  const files = new Set(mutant ? [mutant.file, ...(mutant.also ? [mutant.also.file] : [])] : []);
  if (touched.size !== files.size) throw new Error(`"${mutant?.bug}" was not planted`);
  return join(outDir, 'worker.mjs');
}
