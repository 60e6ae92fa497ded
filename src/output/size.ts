/** Sizes as words, in decimal units as disks are sold; the same on every machine. */
import { countedText } from '../audit/phrase.js';

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `512 bytes`, `8.3 MB`, `213 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return countedText(bytes, 'byte', 'bytes');
  let amount = bytes / 1_000;
  let unit = 0;
  for (; amount >= 999.5 && unit < units.length - 1; unit += 1) amount /= 1_000;
  const text = amount < 9.95 ? amount.toFixed(1) : String(Math.round(amount));
  return `${text} ${units[unit]}`;
}
