/** Alters an archive again and again, and verifies it each time: what is not noticed is told. */
import { join } from 'node:path';
import { verifyArchive } from '../../src/archive/verify/verify.js';
import { dayRead } from './alterable-archive.js';
import { changeFiles, drawAlteration, type Files, readFiles, seeded } from './alterations.js';
import { makeArchive } from './made-archive.js';

export interface Altering {
  /** Alterations that a verification passed over in silence. */
  readonly unnoticed: readonly string[];
  /** How often it was a finding; the rest touched only what is derived or belongs to no archive, and was said. */
  readonly found: number;
}

/** Files of which nothing is believed: the manifest can be counted again, its seal only spares that, and what lies behind the end is nobody's. */
const derived = /^manifest\.n|^cache\//;

/** Makes an archive of three runs in the folder, alters it so many times, and puts it right each time. */
export async function alterAndVerify(folder: string, times: number, seed: number): Promise<Altering> {
  const days = [dayRead('2026-11-01', 270), dayRead('2026-11-02', 8), dayRead('2026-11-03', 20)];
  const states: Files[] = [];
  for (const day of days) {
    const { archiveFolder } = await makeArchive(folder, [day]);
    states.push(await readFiles(archiveFolder));
  }
  const archiveFolder = join(folder, 'archive');
  const whole = states.pop() ?? new Map();
  const random = seeded(seed);
  const unnoticed: string[] = [];
  let found = 0;
  for (let time = 0; time < times; time += 1) {
    const { what, files } = drawAlteration(whole, states, random);
    await changeFiles(archiveFolder, whole, files);
    const outcome = await outcomeOf(folder, archiveFolder);
    await changeFiles(archiveFolder, files, whole);
    const onlyDerived = [...new Set([...whole.keys(), ...files.keys()])]
      .filter((path) => files.get(path)?.equals(whole.get(path) ?? Buffer.alloc(0)) !== true)
      .every((path) => derived.test(path) || !whole.has(path));
    if (outcome === 'found') found += 1;
    else if (outcome === 'nothing' || !onlyDerived) unnoticed.push(`${what}: ${outcome}`);
  }
  const after = await outcomeOf(folder, archiveFolder);
  return { unnoticed: after === 'nothing' ? unnoticed : [...unnoticed, `not put right: ${after}`], found };
}

async function outcomeOf(folder: string, archiveFolder: string): Promise<'found' | 'said' | 'nothing'> {
  try {
    const { findings, notes } = await verifyArchive({
      folder: archiveFolder,
      configFolder: join(folder, 'config'),
      given: { keys: [], head: undefined },
      isIncremental: false,
      progress: () => {},
    });
    if (findings.length > 0) return 'found';
    return notes.length > 0 ? 'said' : 'nothing';
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 10) return 'found';
    throw error;
  }
}
