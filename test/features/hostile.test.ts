import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AwsApi } from '../../src/model/aws.ts';
import { below } from '../../src/model/source-ref.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { elementsOf, SECTIONS, type PolicyDocument, type PolicyElement } from '../../src/policy/tree.ts';
import { validatePolicy } from '../../src/policy/validate.ts';
import { writePolicy } from '../../src/policy/write.ts';
import { apiWith, route, stageWith, translated } from './fixture.ts';

/** An API that holds a text in every field where people write what they like, and as the value of what is mapped. */
function holding(text: string): AwsApi {
  const api = apiWith([]);
  const at = below(api.at, 'x');
  const response = (parameters: Readonly<Record<string, string>>, body?: string) => ({
    at,
    statusCode: '200',
    responseParameters: parameters,
    responseTemplates: body === undefined ? {} : { 'application/json': body },
  });
  const custom = route(
    'POST /orders',
    {
      type: 'HTTP',
      uri: 'https://orders.example.com/in',
      requestParameters: {
        'integration.request.header.X-Text': `'${text}'`,
        'integration.request.header.X-Variable': 'stageVariables.text',
        [`integration.request.querystring.${text}`]: `method.request.querystring.${text}`,
      },
      responses: [
        { ...response({ 'method.response.header.X-Text': `'${text}'` }), statusCode: '200' },
        { ...response({}, withoutReferences(text)), statusCode: '400', selectionPattern: '4..' },
      ],
    },
    { operationName: text, documentation: { at, summary: text, parameters: [], requestBody: {}, responses: {} } },
  );
  const mock = route('GET /health', {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: [response({ 'method.response.header.X-Text': `'${text}'` }, `${withoutReferences(text)}.`)],
  });
  return {
    ...apiWith([custom, mock]),
    name: text,
    description: text,
    stage: stageWith({ variables: { text } }),
    gatewayResponses: [
      {
        at,
        responseType: 'DEFAULT_4XX',
        responseParameters: { 'gatewayresponse.header.X-Text': `'${text}'` },
        responseTemplates: { 'application/json': `${text}.` },
      },
    ],
  };
}

/** A template with references is not constant, and is another feature's. */
const withoutReferences = (text: string): string => text.replaceAll(/[$#]/g, '');

/** What a document is made of, without what it says. */
const skeleton = (element: PolicyElement): unknown => [
  element.name,
  Object.keys(element.attributes),
  elementsOf(element.children).map(skeleton),
];
const skeletonOf = (document: PolicyDocument): unknown =>
  SECTIONS.map((section) => elementsOf(document[section]).map(skeleton));

function documentsOf(api: AwsApi): readonly PolicyDocument[] {
  const { apiPolicy, operationPolicies } = translated(api);
  return [apiPolicy, ...operationPolicies.map(({ document }) => document)];
}

const token = fc.constantFrom(
  '"',
  "'",
  '{',
  '}',
  '{{',
  '}}',
  '<',
  '>',
  '&',
  ']]>',
  '<!--',
  '-->',
  '@(',
  '@{',
  ')',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '%',
  '?',
  '$context.requestId',
  '${stageVariables.text}',
  'é',
  '\u2028',
  '\u{1F600}',
  '\uD800',
  '\u0000',
  'a',
  '0',
);
const hostile = fc.array(token, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

it('hostile text in any field leaves policies well formed, of the same structure, and free of named values', () => {
  const wanted = documentsOf(holding('plain')).map(skeletonOf);
  fc.assert(
    fc.property(hostile, (text) => {
      const documents = documentsOf(holding(text));
      const written = documents.map((document) => writePolicy(document));
      const read = written.map((xml) => readPolicy(xml));
      expect(read.map(skeletonOf)).toEqual(wanted);
      expect(written.filter((xml) => xml.includes('{{'))).toEqual([]);
      const [apiPolicy, ...others] = read;
      expect(validatePolicy(apiPolicy as PolicyDocument, 'api')).toEqual([]);
      expect(others.flatMap((document) => validatePolicy(document, 'operation'))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
