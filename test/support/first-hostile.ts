/** What must not reach a screen, told apart from the rule under test: by code point, and by Unicode's own classes. */

/** The first character that a terminal obeys or nobody sees, line breaks and tabs among them; undefined where there is none. */
export function firstHostile(text: string): string | undefined {
  return [...withoutAllowedJoiners(text)].find((character) => {
    const point = character.codePointAt(0) ?? 0;
    const isControl = point < 0x20 || (point >= 0x7f && point <= 0x9f);
    const isAlone = point >= 0xd800 && point <= 0xdfff;
    const isTag = point >= 0xe0000 && point <= 0xe007f;
    const isInvisible =
      (point >= 0x200b && point <= 0x200f) ||
      (point >= 0x2028 && point <= 0x202e) ||
      (point >= 0x2060 && point <= 0x206f) ||
      (point >= 0xfff9 && point <= 0xfffb) ||
      [0xad, 0x61c, 0x180e, 0x3164, 0xfeff, 0xffa0].includes(point);
    return isControl || isAlone || isTag || isInvisible;
  });
}

/** Emoji families, the three flags of tags, and the joiners that Persian and Indic spelling needs. */
function withoutAllowedJoiners(text: string): string {
  return text
    .replace(
      /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})/gu,
      '',
    )
    .replace(
      /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu,
      '',
    )
    .replace(/(?<=\p{Script=Arabic})\u200c(?=\p{Script=Arabic})/gu, '')
    .replace(/(?<=[\u094d\u0dca])[\u200c\u200d]/gu, '');
}
