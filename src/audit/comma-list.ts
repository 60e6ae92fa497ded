/** Comma lists of flags' values: `deleted,updated`; an item that holds a comma stands in double quotes, as in CSV (and gh). */

const item = /\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))(?:,|$)/y;

/** The items of all values, trimmed, empty ones left out. */
export function itemsOf(values: readonly string[]): readonly string[] {
  return values.flatMap(splitList).filter((text) => text !== '');
}

function splitList(value: string): readonly string[] {
  const items: string[] = [];
  item.lastIndex = 0;
  while (item.lastIndex < value.length) {
    const match = item.exec(value);
    if (match === null) break;
    items.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
  }
  return items;
}
