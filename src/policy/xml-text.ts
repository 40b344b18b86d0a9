/** True when XML can carry the text: characters of XML 1.0 (production 2) only, no half of a surrogate pair. */
export function isXmlText(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && character !== '\t' && character !== '\n' && character !== '\r';
    if (isControl || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) return false;
  }
  return true;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\t': '&#x9;',
};

/** Attribute text: line ends and tabs as references, which a parser would else turn into blanks. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] ?? character);
}

/** Element text: only a carriage return as a reference, which a parser would else turn into a line feed. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the five named entities and character references; any other entity stays and is refused by the reader. */
export function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g,
    (_, hex?: string, dec?: string, named?: string) => {
      if (named !== undefined) return NAMED[named] ?? '';
      return String.fromCodePoint(Number.parseInt(hex ?? dec ?? '', hex === undefined ? 10 : 16));
    },
  );
}
