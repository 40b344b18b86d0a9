/** Text of the source is text: no markup, link, HTML or new line of it has an effect. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/(https?):\/\//gi, '$1:&#47;&#47;')
    .replaceAll(/^(\s*)([#+=-]|\d+[.)])/g, String.raw`$1\$2`);
}
