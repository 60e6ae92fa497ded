/** Text folded for comparing: without case, width, or kinds of space; the same under every locale of the machine. */

/**
 * NFKC, lower case, single spaces. Dotted and dotless i count as one letter, and ß as ss: people search on keyboards that
 * have neither. ASCII, which is most of a log, takes the short way.
 */
export function folded(text: string): string {
  const plain = /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').normalize('NFKC');
  return /\s\s|[^\S ]|^ | $/.test(plain) ? plain.replace(/\s+/g, ' ').trim() : plain;
}
