import { toRawXml } from '../../../src/policy/raw-xml.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { samePolicy } from '../../../src/policy/same.ts';
import type { PolicyDocument, PolicyNode } from '../../../src/policy/tree.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { writePolicy } from '../../../src/policy/write.ts';

/** Literal text of every kind; no line ends alone, which the writer puts as an expression and the reader gives back. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[@(){}<>&"' \n\r\t]*$/));
const filled = text.filter((value) => value !== '');
const value = fc.oneof(
  filled,
  text.map((part) => cs.concatenation(cs.requestHeader('X'), part)),
  fc.constant(build.template('https://{{host}}/x')),
);

const { node } = fc.letrec<{ node: PolicyNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.constant(build.base()),
    fc.tuple(value, fc.array(value, { maxLength: 3 })).map(([name, values]) => build.setHeader(name, values)),
    value.map(build.setBody),
    fc.tuple(value, value).map(([code, reason]) => build.setStatus(code, reason)),
    text.map((item) => build.setVariable('v', item)),
    fc
      .tuple(fc.array(tie('node'), { maxLength: 3 }), fc.array(tie('node'), { maxLength: 2 }))
      .map(([policies, otherwise]) => build.choose([{ condition: cs.literal(true), policies }], otherwise)),
  ),
}));
const section = fc.array(node, { maxLength: 4 });
const document: fc.Arbitrary<PolicyDocument> = fc.record({
  inbound: section,
  backend: section,
  outbound: section,
  onError: section,
});

describe('policy XML', () => {
  test('what is written is read back, and written again to the same bytes', () => {
    fc.assert(
      fc.property(document, (tree) => {
        const xml = writePolicy(tree);
        const back = readPolicy(xml);
        expect(back).toEqual(tree);
        expect(samePolicy(back, tree)).toBe(true);
        expect(writePolicy(back)).toBe(xml);
      }),
    );
  });

  test('the layout that API Management returns makes no difference', () => {
    fc.assert(
      fc.property(document, (tree) => {
        const returned = writePolicy(tree)
          .replaceAll(/>\n *(?=<)/g, '>\n\t')
          .replaceAll('\n', '\r\n')
          .trimEnd();
        expect(samePolicy(readPolicy(returned), tree)).toBe(true);
      }),
    );
  });

  test.each(['@(1)', 'a @(1)', 'a @{ b', '{{a}}'])('writes %s as text that nothing takes for an expression', (text) => {
    const written = writePolicy(build.document({ inbound: [build.setBody(text)] }));
    expect(written).toMatch(/<set-body>@\(".*"\)<\/set-body>/);
  });

  test.each([
    ['a -- b -', 'a - - b - '],
    ['{{{a}}}', '{ { {a}}}'],
    ['\u0000 \ud83d \ud83d\ude00', '\ufffd \ufffd \ud83d\ude00'],
  ])('writes a comment of %j that XML can hold and that names no named value', (text, written) => {
    expect(writePolicy(build.document({ inbound: [build.comment(text)] }))).toContain(`<!-- ${written} -->`);
  });

  test('is readable', () => {
    const gate = cs.binary('!=', cs.context('Request', 'OriginalUrl', 'Host'), 'api.example.com');
    const xml = writePolicy(
      build.document({
        inbound: [
          build.comment('orders -- prod'),
          build.base(),
          build.choose([
            {
              condition: gate,
              policies: [build.returnResponse(build.setStatus(404, 'Not Found'), build.setBody('{"a":1}'))],
            },
          ]),
          build.setHeader('X-A', ['a & b', cs.requestHeader('X-B')]),
        ],
      }),
    );
    expect(xml).toMatchInlineSnapshot(`
      "<policies>
        <inbound>
          <!-- orders - - prod -->
          <base />
          <choose>
            <when condition="@(context.Request.OriginalUrl.Host != &quot;api.example.com&quot;)">
              <return-response>
                <set-status code="404" reason="Not Found" />
                <set-body>{"a":1}</set-body>
              </return-response>
            </when>
          </choose>
          <set-header name="X-A" exists-action="override">
            <value>a &amp; b</value>
            <value>@(context.Request.Headers.GetValueOrDefault("X-B", ""))</value>
          </set-header>
        </inbound>
        <backend>
          <base />
        </backend>
        <outbound>
          <base />
        </outbound>
        <on-error>
          <base />
        </on-error>
      </policies>
      "
    `);
  });
});

describe('readPolicy', () => {
  test('reads what API Management returned (recorded 2026-11-23)', () => {
    const returned =
      '<policies>\r\n\t<inbound></inbound>\r\n\t<backend>\r\n\t\t<!-- test -->\r\n\t</backend>\r\n\t<outbound />\r\n\t<on-error />\r\n</policies>';
    expect(readPolicy(returned)).toEqual({
      inbound: [],
      backend: [build.comment('test')],
      outbound: [],
      onError: [],
    });
  });

  test('writes rawxml that reads as the same policy', () => {
    const xml =
      '<policies><inbound><!-- ="@(not one)" &amp; --><choose><when condition="@(a[&quot;b&quot;] &lt; 1 &amp;&amp; c)">' +
      '<set-body>@{ return &quot;a&quot; &lt; b ? &quot;&amp;amp;&quot; : null; }</set-body></when></choose>' +
      '<set-header name="x &amp; y" exists-action="skip"><value>a &lt; b</value></set-header></inbound></policies>';
    const raw = toRawXml(xml);
    expect(raw).toContain('condition="@(a["b"] < 1 && c)"');
    expect(raw).toContain('@{ return "a" < b ? "&amp;" : null; }');
    expect(raw).toContain('<set-header name="x &amp; y"');
    expect(samePolicy(readPolicy(raw, { format: 'rawxml' }), readPolicy(xml))).toBe(true);
  });

  test('reads rawxml: expressions are found to their end, past strings', () => {
    const raw =
      '<policies><inbound><!-- @( --><choose><when condition="@(context.Request.Headers.GetValueOrDefault("X","a)\\"<") == "b" && 1 < 2)"><set-body>@("<a>" + "b")</set-body></when></choose></inbound></policies>';
    const xml =
      '<policies><inbound><choose><when condition="@(context.Request.Headers.GetValueOrDefault(&quot;X&quot;,&quot;a)\\&quot;&lt;&quot;) == &quot;b&quot; &amp;&amp; 1 &lt; 2)"><set-body>@("&lt;a&gt;" + "b")</set-body></when></choose></inbound></policies>';
    expect(samePolicy(readPolicy(raw, { format: 'rawxml' }), readPolicy(xml))).toBe(true);
  });

  test.each<'xml' | 'rawxml'>(['xml', 'rawxml'])('a block comes back in an attribute and as text, by %s', (format) => {
    const block = cs.block(
      cs.comment('a "quoted" <word> & more'),
      cs.declare('text', 'a\n"}<&\'\t'),
      cs.when(cs.binary('<', cs.member(cs.named('text'), 'Length'), 3), [cs.giveBack(true)]),
      cs.giveBack(cs.call(cs.named('text'), 'Contains', cs.char('}'))),
    );
    const policies = [build.choose([{ condition: block, policies: [build.setBody(block)] }])];
    const document = { inbound: policies, backend: [], outbound: [], onError: [] };
    const xml = writePolicy(document);
    expect(xml).not.toContain('&#xA;');
    const read = readPolicy(format === 'xml' ? xml : toRawXml(xml), { format });
    expect(read).toEqual(document);
    expect(samePolicy(read, document)).toBe(true);
    expect(validatePolicy(read, 'operation')).toEqual([]);
    expect(samePolicy(readPolicy(xml.replaceAll('\n', '\r\n\t')), document)).toBe(true);
  });

  test('keeps C# that it cannot read', () => {
    const source = '@{ throw null; }';
    const { inbound } = readPolicy(`<policies><inbound><set-body>${source}</set-body></inbound></policies>`);
    expect(inbound).toEqual([build.setBody({ kind: 'source', text: source })]);
  });

  test('pastes named values before it reads expressions', () => {
    const xml = '<policies><inbound><set-body>@("{{a}}")</set-body><set-method>{{a}}</set-method></inbound></policies>';
    const { inbound } = readPolicy(xml, { namedValue: (name) => (name === 'a' ? 'POST' : undefined) });
    expect(inbound).toEqual([build.setBody('POST'), build.setMethod('POST')]);
    expect(() => readPolicy(xml, { namedValue: () => undefined })).toThrow('no named value a');
  });

  test.each([
    '<policy/>',
    '<policies><inbound></policies>',
    '<policies><other/></policies>',
    '<policies><inbound/><inbound/></policies>',
    '<policies><inbound>text</inbound></policies>',
    '<policies><inbound><a/>text</inbound></policies>',
    '<!DOCTYPE policies [<!ENTITY a "b">]><policies/>',
    '',
  ])('refuses %s', (xml) => {
    expect(() => readPolicy(xml)).toThrow(/./);
  });
});
