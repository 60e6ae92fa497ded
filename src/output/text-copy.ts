/** Texts that are kept for long; apart because what V8 keeps of a text may be far more than the text. */

/** The same text, which holds on to nothing else: what was trimmed or joined still holds all that it was made of. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
