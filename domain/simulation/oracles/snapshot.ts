/** What must be true of a market in frames, when it is made and whenever it is given out. */
import { declarations } from '../../index';
import { same, sorted } from '../history';
import type { Village } from '../village';

/** One noun of a frame: its name, the fields, the ids, and one column for each field. */
type Told = readonly [noun: string, fields: string[], ids: string[], ...columns: unknown[][]];

/** I9, I16: at the moment it is made it shows what everybody may see of every row, and no more. */
export function judgeSnapshot(village: Village, frames: readonly string[]): void {
  const { rows } = village.history;
  const shown = new Map(facesIn(frames));
  for (const [name, row] of rows) {
    if (!declarations.entities.get(row.noun)?.publicFace) continue;
    const face = village.faceOf(row);
    const told = shown.get(name) ?? null;
    if (face && !told) village.blame('I16', `a snapshot lacks ${name}`);
    else if (!same(told, face)) village.blame('I9', `a snapshot shows ${name}: ${sorted(told)}`);
  }
  for (const name of shown.keys())
    if (!rows.has(name)) village.blame('I9', `a snapshot shows ${name}, which is nowhere`);
}

/** I28: whatever is still given out shows nobody who was erased since. */
export function judgeFrames(village: Village, frames: readonly string[]): void {
  const { erased } = village.history;
  if (erased.size === 0) return;
  for (const [name] of facesIn(frames))
    if (erased.has(name)) village.blame('I28', `a snapshot still shows the erased ${name}`);
}

/** Every row of these frames, by name, with what they show of it. */
function facesIn(frames: readonly string[]): [name: string, face: object][] {
  return frames.flatMap((frame) =>
    (JSON.parse(frame) as Told[]).flatMap(([noun, fields, ids, ...columns]) =>
      ids.map((id, index): [string, object] => [
        `${noun}/${id}`,
        Object.fromEntries(fields.map((field, nth) => [field, columns[nth]?.[index]])),
      ]),
    ),
  );
}
