import { generationOf } from '../../../src/model/tier.ts';
import { TIER_LIMITS } from '../../../src/model/tier-limits.ts';
import { put, type Plan, type Variant } from './plan-variant.ts';

type Parts = Partial<Record<'inbound' | 'backend' | 'outbound' | 'onError', string>>;

const document = ({ inbound = '', backend = '', outbound = '', onError = '' }: Parts): string =>
  `<policies><inbound><base />${inbound}</inbound><backend><base />${backend}</backend><outbound><base />${outbound}</outbound><on-error><base />${onError}</on-error></policies>`;

const API = 'apis/orders/policies/policy';
const OPERATION = 'apis/orders/operations/read/policies/policy';
const PRODUCT = 'products/gold/policies/policy';
const LIMIT = '<rate-limit calls="5" renewal-period="60" />';
const CORS = '<cors><allowed-origins><origin>*</origin></allowed-origins></cors>';
const BY_KEY = 'renewal-period="60" counter-key="@(context.Request.IpAddress)"';
const HEADER = '<set-header name="a" exists-action="override"><value>b</value></set-header>';

/** Each rule of policies broken once, and each kept (mapping C4, C3, C2). */
export function* policyVariants(plan: Plan): Iterable<Variant> {
  const at = (path: string, value: string, name: string, intent: Variant['intent'], format = 'xml'): Variant => ({
    ...plan,
    name: `${plan.name}: ${path} ${name}`,
    intent,
    steps: [...plan.steps, put(path, { format, value })],
  });
  const generation = generationOf(plan.tier);
  const api = (parts: Parts, name: string, intent: Variant['intent']): Variant =>
    at(API, document(parts), name, intent);

  yield at(API, document({}), 'of nothing', 'good');
  yield at(API, `<!-- a --><policies><inbound /></policies>`, 'of one section', 'good');
  yield at(API, document({}).replace('</inbound>', ''), 'that is not closed', 'bad');
  yield at(API, '', 'of no text', 'bad');
  yield at(API, `${document({})}${document({})}`, 'of two roots', 'bad');
  yield at(API, '<fragment />', 'that is a fragment', 'bad');
  yield at(API, document({}).replaceAll('on-error', 'on-failure'), 'of an unknown section', 'bad');
  yield at(
    API,
    document({}).replace('<outbound>', '<inbound>').replace('</outbound>', '</inbound>'),
    'of a section twice',
    'bad',
  );
  yield api({ inbound: 'text' }, 'with text in a section', 'bad');
  yield api({ inbound: '<no-such-policy />' }, 'with a policy that nobody knows', 'bad');
  yield api({ inbound: '<forward-request />' }, 'that forwards in inbound', 'bad');
  yield api({ backend: '<forward-request timeout="20" />' }, 'that forwards in backend', 'good');
  yield api({ backend: '<forward-request timeout="soon" />' }, 'with a time that is no number', 'bad');
  yield api({ outbound: CORS }, 'with cors in outbound', 'bad');
  yield api({ inbound: CORS }, 'with cors', 'good');
  yield api({ inbound: `${CORS}${CORS}` }, 'with cors twice', 'bad');
  yield api({ inbound: '<cors />' }, 'with cors of nobody', 'open');
  yield api({ inbound: LIMIT }, 'with a limit', 'good');
  yield api({ inbound: `${LIMIT}${LIMIT}` }, 'with a limit twice', 'bad');
  yield at(
    'policies/policy',
    document({ inbound: LIMIT }).replaceAll('<base />', ''),
    'with a limit of all APIs',
    'bad',
  );
  yield api({ inbound: '<quota calls="5" renewal-period="60" />' }, 'with a quota of an API', 'bad');
  yield at(
    PRODUCT,
    document({ inbound: '<quota calls="5" renewal-period="60" />' }),
    'with a quota of a product',
    'good',
  );
  yield at(
    PRODUCT,
    document({ inbound: '<quota calls="x" renewal-period="60" />' }),
    'with a quota of no number',
    'bad',
  );
  yield api(
    { inbound: `<quota-by-key calls="5" ${BY_KEY} />` },
    'with a quota by key',
    generation === 'classic' ? 'good' : 'bad',
  );
  yield api(
    { inbound: `<rate-limit-by-key calls="5" ${BY_KEY} />` },
    'with a limit by key',
    generation === 'consumption' ? 'bad' : 'good',
  );
  yield api({ inbound: `<rate-limit-by-key ${BY_KEY} />` }, 'with a limit by key of no number', 'bad');
  yield api({ inbound: HEADER }, 'with a header', 'good');
  yield api({ inbound: HEADER.replace(' name="a"', '') }, 'with a header of no name', 'bad');
  yield api({ inbound: HEADER.replaceAll('value>', 'text>') }, 'with a header of no value', 'bad');
  const answer = (inner: string): string => `<return-response>${inner}</return-response>`;
  const status = '<set-status code="200" reason="OK" />';
  yield api({ inbound: answer(`${status}${HEADER}<set-body>x</set-body>`) }, 'that answers', 'good');
  yield api({ inbound: answer(`<set-body>x</set-body>${status}`) }, 'that answers in another order', 'bad');
  yield api({ inbound: answer('<set-status code="OK" />') }, 'that answers no number', 'bad');
  yield api({ inbound: '<set-status reason="OK" />' }, 'with a status of no code', 'bad');
  const choose = (inner: string): string => `<choose>${inner}</choose>`;
  yield api(
    { inbound: choose(`<when condition="@(true)">${HEADER}</when><otherwise>${HEADER}</otherwise>`) },
    'that chooses',
    'good',
  );
  yield api({ inbound: choose('<otherwise />') }, 'that chooses nothing', 'bad');
  yield api({ inbound: choose(`<when>${HEADER}</when>`) }, 'that chooses without a condition', 'bad');
  yield api(
    { inbound: choose(`<when condition="@((true)">${HEADER}</when>`) },
    'with a condition that is not closed',
    'bad',
  );
  yield api({ inbound: choose('<when condition="@(true)"><base /></when>') }, 'with base inside of a choice', 'bad');
  yield api(
    { inbound: choose(`<when condition="@(true)"><no-such-policy /></when>`) },
    'with an unknown policy inside',
    'bad',
  );
  yield api({ inbound: choose(`<if condition="@(true)">${HEADER}</if>`) }, 'that chooses by if', 'bad');
  yield* referenceVariants(plan, at);
  const most = TIER_LIMITS[plan.tier].policyBytes;
  const sized = (bytes: number): string => {
    const rest = bytes - Buffer.byteLength(document({ inbound: '<!---->' }));
    return document({ inbound: `<!--${'x'.repeat(rest)}-->` });
  };
  yield at(API, sized(most), 'just so large', 'good');
  yield at(API, sized(most + 1), 'too large', 'bad');
}

type At = (path: string, value: string, name: string, intent: Variant['intent']) => Variant;

function* referenceVariants(plan: Plan, at: At): Iterable<Variant> {
  const operation = (inbound: string, name: string, intent: Variant['intent']): Variant =>
    at(OPERATION, document({ inbound }), name, intent);
  const naming: readonly (readonly [there: string, absent: string])[] = [
    ['<set-backend-service backend-id="one" />', '<set-backend-service backend-id="absent" />'],
    ['<include-fragment fragment-id="common" />', '<include-fragment fragment-id="absent" />'],
    [
      '<log-to-eventhub logger-id="insights">x</log-to-eventhub>',
      '<log-to-eventhub logger-id="absent">x</log-to-eventhub>',
    ],
    [validation('bodies'), validation('absent')],
    [HEADER.replace('b</', '{{token}}</'), HEADER.replace('b</', '{{absent}}</')],
    ['<rewrite-uri template="/{{token}}" />', '<rewrite-uri template="/{{absent}}" />'],
  ];
  for (const [there, absent] of naming) {
    yield operation(there, `naming ${there}`, 'good');
    yield operation(absent, `naming ${absent}`, 'bad');
    yield operation(`<choose><when condition="@(true)">${absent}</when></choose>`, `naming ${absent} inside`, 'bad');
  }
  yield operation('<set-backend-service backend-id="@(context.Api.Id)" />', 'naming what it finds out', 'good');
  yield operation('<!-- <set-backend-service backend-id="absent" /> -->', 'naming nothing but in a comment', 'good');
  yield at(
    'policyFragments/more',
    '<fragment><set-backend-service backend-id="absent" /></fragment>',
    'naming nothing',
    'bad',
  );
  yield at(
    'policyFragments/more',
    '<fragment><set-variable name="a" value="{{absent}}" /></fragment>',
    'naming no value',
    'bad',
  );
  yield at('policyFragments/more', '<policies />', 'that is no fragment', 'bad');
  yield at('policyFragments/more', '<fragment />', 'of nothing', 'good');
  const held = [{ path: 'backends/held', properties: { url: 'https://held.example.com', protocol: 'http' } }];
  yield { ...operation('<set-backend-service backend-id="held" />', 'naming what the service has', 'good'), held };
}

const validation = (schema: string): string =>
  `<validate-content unspecified-content-type-action="prevent" max-size="100" size-exceeded-action="ignore"><content type="application/json" validate-as="json" action="prevent" schema-id="${schema}" schema-ref="#/components/schemas/Order" /></validate-content>`;
