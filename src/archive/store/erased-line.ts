/** The line that stands in the place of an event whose content was erased: which leaf it was, under which case, and nothing of the event. */
import { isObject } from '../../audit/json-value.js';

const beginning = '{"erased":';

/** The line, without its LF. */
export function erasedLine(leaf: number, caseText: string): string {
  return JSON.stringify({ erased: { leaf, case: caseText } });
}

/** The leaf that the line says it stands for; undefined for any other line. Only the ledger's erasure records make it true. */
export function erasedLeaf(line: string): number | undefined {
  if (!line.startsWith(beginning)) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const erased = isObject(value) ? value['erased'] : undefined;
    const leaf = isObject(erased) ? erased['leaf'] : undefined;
    return typeof leaf === 'number' ? leaf : undefined;
  } catch {
    return undefined;
  }
}
