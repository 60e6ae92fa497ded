/** The lines of a segment's content, and which of them hold given bytes: a million events are searched without parsing them. */

const lf = 10;

/** Starts and ends (without the LF) of lines, in turn: [start, end, start, end, …]. */
export type LineSpans = readonly number[];

/** Every line. */
export function allLines(content: Buffer): LineSpans {
  const spans: number[] = [];
  for (let start = 0; start < content.length; ) {
    const end = endOfLine(content, start);
    spans.push(start, end);
    start = end + 1;
  }
  return spans;
}

/** The lines that hold at least one of the needles, in the order in which they stand. */
export function linesWith(content: Buffer, needles: readonly Buffer[]): LineSpans {
  const ends = new Map<number, number>();
  for (const needle of needles) {
    for (let at = content.indexOf(needle); at >= 0; ) {
      const end = endOfLine(content, at);
      ends.set(at === 0 ? 0 : content.lastIndexOf(lf, at - 1) + 1, end);
      at = content.indexOf(needle, end);
    }
  }
  const starts = [...ends.keys()];
  if (needles.length > 1) starts.sort((a, b) => a - b);
  return starts.flatMap((start) => [start, ends.get(start) ?? content.length]);
}

function endOfLine(content: Buffer, at: number): number {
  const end = content.indexOf(lf, at);
  return end < 0 ? content.length : end;
}
