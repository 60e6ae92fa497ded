/** What came of checking an exported file, in words and as JSON. */
import { basename } from 'node:path';
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import { coverageObject } from '../output/coverage-object.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import type { Manifest } from '../output/manifest-reader.js';
import type { ComparedEvent, Comparison } from './export-compare.js';

export interface Verdict {
  readonly path: string;
  readonly manifest: Manifest;
  /** What the file is not, in words; empty where it is what the manifest says. */
  readonly problems: readonly string[];
  readonly comparison: Comparison | undefined;
}

/** Lines for people: intact or not, and what only one side has. */
export function verdictText({ path, manifest, problems, comparison }: Verdict): string {
  const name = harmless(path);
  if (problems.length > 0)
    return problems.map((problem) => `${name}: NOT what its manifest says: ${problem}\n`).join('');
  const { rows, bytes, sha256 } = manifest.file;
  const intact = `${name}: as its manifest says: ${countedText(rows, 'row', 'rows')}, ${countText(bytes)} bytes, SHA-256 ${sha256}\n`;
  return comparison === undefined ? intact : intact + comparisonText(name, comparison);
}

function comparisonText(name: string, { question, ...found }: Comparison): string {
  const { notInFile, notInAccount, beforeFloor } = found;
  const line = (sign: string) => (event: ComparedEvent) => {
    const { instantMs, id } = event;
    const at =
      instantMs === undefined ? '' : `${formatInstant(instantMs, question.view.timeZone, 'iso-offset')} `;
    return `${sign} ${at}${harmless(id)}\n`;
  };
  const differs = notInFile.length + notInAccount.length > 0;
  const summary = differs
    ? `differs from the account: ${countText(notInFile.length)} only there (+), ${countText(notInAccount.length)} only here (-)`
    : 'holds what the account holds';
  const older =
    beforeFloor === 0
      ? ''
      : `; ${countedText(beforeFloor, 'event is', 'events are')} older than the account keeps`;
  return [`${name}: ${summary}${older}\n`, ...notInFile.map(line('+')), ...notInAccount.map(line('-'))].join(
    '',
  );
}

/** One line of JSON for scripts. Frozen keys; adding is fine. */
export function verdictJson({ path, manifest, problems, comparison }: Verdict): string {
  const { file, exportId } = manifest;
  const object = {
    schema: 1,
    file: path,
    name: basename(path),
    export: exportId,
    intact: problems.length === 0,
    problems,
    rows: file.rows,
    bytes: file.bytes,
    sha256: file.sha256,
    account: comparison === undefined ? null : comparisonObject(comparison),
  };
  return `${harmlessJson(JSON.stringify(object))}\n`;
}

function comparisonObject({ question, coverage, notInFile, notInAccount, beforeFloor }: Comparison) {
  const shown = ({ id, instantMs }: ComparedEvent) => ({
    id,
    timestamp: instantMs === undefined ? null : formatInstant(instantMs, 'UTC', 'iso-utc'),
  });
  return {
    notInFile: notInFile.map(shown),
    notInAccount: notInAccount.map(shown),
    beforeFloor,
    coverage: coverageObject(coverage, question.view.timeZone),
  };
}
