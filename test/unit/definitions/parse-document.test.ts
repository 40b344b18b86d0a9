import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/definitions/parse-document.ts';

const parse = (text: string | Uint8Array) =>
  parseDocument({ bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text });
const valueOf = (text: string): unknown => {
  const parsed = parse(text);
  return parsed.ok ? parsed.value : parsed.error;
};

describe('what is read', () => {
  it.each([
    ['JSON', '{"a":[1,"b",null,true]}'],
    ['JSON after a byte order mark', '\uFEFF{"a":[1,"b",null,true]}'],
    ['YAML', 'a:\n  - 1\n  - b\n  - null\n  - true\n'],
    ['a flow mapping of YAML', '{a: [1, b, null, true]}'],
    ['YAML with comments and a document mark', '# x\n---\na: [1, "b", ~, true]\n'],
  ])('%s', (_what, text) => {
    expect(valueOf(text)).toEqual({ a: [1, 'b', null, true] });
  });

  it('keys are text, and ids that look like numbers keep their zeros', () => {
    expect(valueOf('200: x\naccount: 012345678901\nbig: 12345678901234567890')).toEqual({
      '200': 'x',
      'account': '012345678901',
      'big': '12345678901234567890',
    });
  });

  it('anchors are copied and merge keys merged, own members first', () => {
    expect(valueOf('base: &b {x: 1, y: 2}\nall:\n  <<: *b\n  y: 3\nsame: *b')).toEqual({
      base: { x: 1, y: 2 },
      all: { x: 1, y: 3 },
      same: { x: 1, y: 2 },
    });
  });

  it("CloudFormation's short tags take their long form", () => {
    const text = [
      'a: !Ref Table',
      'b: !GetAtt Pool.Arn.Id',
      'c: !Sub "arn:${Name}"',
      'd: !Join [":", [x, !Ref y]]',
      'e: !If [Prod, 1, !Ref AWS::NoValue]',
      'f: !Condition Prod',
    ].join('\n');
    expect(valueOf(text)).toEqual({
      a: { Ref: 'Table' },
      b: { 'Fn::GetAtt': ['Pool', 'Arn.Id'] },
      c: { 'Fn::Sub': 'arn:${Name}' },
      d: { 'Fn::Join': [':', ['x', { Ref: 'y' }]] },
      e: { 'Fn::If': ['Prod', 1, { Ref: 'AWS::NoValue' }] },
      f: { Condition: 'Prod' },
    });
  });

  it.each(['{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}', '__proto__:\n  polluted: 1\n'])(
    '%s sets nothing but a member of its own',
    (text) => {
      const value = valueOf(text) as object;
      expect(Object.hasOwn(value, '__proto__')).toBe(true);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );

  it.each([
    ['JSON', '{"a":1,\n"b":{"x":1,"x":2}}', 'line 2 column 12, "x"'],
    ['YAML', 'a: 1\nb:\n  x: 1\n  x: 2\n', 'line 4 column 3, "x"'],
  ])('a key that is written twice in %s is named, and the last one kept', (_what, text, place) => {
    expect(parse(text)).toEqual({ ok: true, value: { a: 1, b: { x: 2 } }, duplicates: [place] });
  });

  it('a colon in a text is no key', () => {
    expect(parse('{"a":"\\"b\\": 1, \\"b\\": 2","c":["d","e"]}')).toMatchObject({ ok: true, duplicates: [] });
  });
});

describe('what is refused, in one line that says where and why', () => {
  const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1)
    bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  const cases: readonly [what: string, text: string | Uint8Array, reason: RegExp][] = [
    ['nothing', '', /empty/],
    ['blanks', ' \n\t\n', /empty/],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), /UTF-8/],
    ['JSON that is cut off', '{"openapi":"3.0.1","paths":{"/a":', /line 1: the file is cut off/],
    ['JSON with a comma too many', '{"a":1,\n}x', /line 2/],
    ['JSON that nests too deep', deep('[', ']', 100_000), /nested deeper/],
    ['objects that nest too deep', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, /nested deeper/],
    [
      'YAML that nests too deep',
      Array.from({ length: 900 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      /nest/,
    ],
    ['brackets that nest too deep', `a: ${deep('[', ']', 5_000)}`, /brackets nest deeper/],
    ['YAML with a tab', 'a:\n\t- b\n', /line 2/],
    ['an alias bomb', bomb.join('\n'), /aliases make more values/],
    ['an anchor that contains itself', 'a: &a\n  b: *a\n', /contains itself|anchor/],
    ['an alias without its anchor', 'a: *b\n', /alias|anchor/i],
    ['several documents', 'a: 1\n---\nb: 2\n', /second document/],
    ['a key that is a list', '? [a, b]\n: 1\n', /key that is no text/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), /UTF-8/],
  ];
  it.each(cases)('%s', (_what, text, reason) => {
    const parsed = parse(text);
    expect(parsed).toMatchObject({ ok: false, error: expect.stringMatching(reason) as string });
    expect(parsed.ok ? '' : parsed.error).not.toContain('\n');
  });
});
