import { describe, expect, it } from 'vitest';
import { readInput } from '../../../../src/definitions/read-input.ts';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import { HTTP, lines, read, REST, SAM } from '../../../support/templates.ts';

describe('a template of a REST API', () => {
  const inventory = read(REST);
  const [api] = inventory.apis;

  it('has its methods at the paths of their resources, with guards and addresses', () => {
    expect(lines(inventory)).toEqual([
      'orders-live/live GET /orders/{id} COGNITO_USER_POOLS Guard key HTTP_PROXY https://${BackendHost}/${stageVariables.base}/orders/{id}',
      'orders-live/live ANY /orders NONE - - AWS_PROXY arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations',
    ]);
    expect(api?.routes[0]).toMatchObject({
      at: { arn: 'file:template.yaml', pointer: '/Resources/GetOrder/Properties' },
      authorizationScopes: ['orders/read'],
      requestValidatorId: 'Everything',
      requestParameters: { 'method.request.path.id': true, 'method.request.querystring.full': false },
      integration: { connectionType: 'VPC_LINK', connectionId: 'Link', timeoutMs: 5000 },
    });
    expect(api?.authorizers).toMatchObject([
      { id: 'Guard', type: 'COGNITO_USER_POOLS', providerArns: ['${Pool.Arn}'] },
    ]);
    expect(api).toMatchObject({ endpointType: 'REGIONAL', binaryMediaTypes: ['image/png'] });
    expect(api?.policy).toContain('"Deny"');
  });

  it('has its stage with settings, logs and the web ACL before it', () => {
    expect(api?.stage).toMatchObject({
      name: 'live',
      variables: { base: 'v1' },
      methodSettings: [
        { key: '*/*', throttlingRateLimit: 10 },
        { key: '/orders/{id}/GET', cachingEnabled: true, cacheTtl: 60 },
      ],
      webAclArn: '${Firewall.Arn}',
    });
    expect(inventory.webAcls).toMatchObject([
      { arn: '${Firewall.Arn}', rules: [{ name: 'rate', statements: ['RateBasedStatement'] }] },
    ]);
    expect(inventory.logGroups).toMatchObject([{ name: 'orders', retentionDays: 14 }]);
    expect(inventory.alarms).toMatchObject([{ metric: '5XXError', threshold: 5 }]);
  });

  it('has names, plans, keys, pools and records that belong together', () => {
    expect(inventory.domainNames).toMatchObject([
      {
        name: 'orders.health.example',
        endpointType: 'REGIONAL',
        certificateArn: '${Certificate}',
        mappings: [{ path: 'v1', apiId: 'Orders', stage: 'live' }],
      },
    ]);
    expect(inventory.certificates).toMatchObject([{ arn: '${Certificate}', domainName: 'orders.health.example' }]);
    expect(inventory.usagePlans).toMatchObject([
      { name: 'gold', keyIds: ['Key'], apiStages: [{ apiId: 'Orders', stage: 'live' }], quota: { limit: 1000 } },
    ]);
    expect(inventory.apiKeys).toMatchObject([{ id: 'Key', name: 'partner', enabled: true }]);
    expect(inventory.vpcLinks).toMatchObject([{ id: 'Link', targetArns: ['${Balancer}'] }]);
    expect(inventory.userPools).toMatchObject([{ name: 'customers', clients: [{ id: 'Client', hasSecret: true }] }]);
    expect(inventory.hostedZones).toMatchObject([
      { name: 'health.example', records: [{ name: 'orders.health.example', target: '${Name.RegionalDomainName}' }] },
    ]);
  });

  it('says what only a deployment knows, and shows no secret', () => {
    const reasons = inventory.gaps.map(({ call, reason }) => `${call}: ${reason}`);
    expect(reasons).toContain('The parameter StageName: its default "live" was read, a deployment may have another');
    expect(reasons.some((reason) => reason.includes('${BackendHost}'))).toBe(true);
    expect(inventory.unclaimed).toEqual([]);
    expect(JSON.stringify(inventory)).not.toContain('hunter2');
  });
});

it.each([REST, HTTP, SAM])('is assessed, and its ledger adds up', (text) => {
  const { ledger } = assessSource(read(text)).plan;
  expect(ledger.total).toBe(ledger.translated + ledger.differs + ledger.manual + ledger.blocked);
  expect(ledger.total).toBeGreaterThan(10);
});

it('HTTP and WebSocket APIs have their routes, authorizers and settings', () => {
  const inventory = read(HTTP);
  expect(lines(inventory)).toEqual([
    'pets/$default GET /pets JWT Jwt - HTTP_PROXY https://pets.example/',
    'pets/$default ANY $default NONE - - HTTP_PROXY https://pets.example/',
    'chat/ ANY $connect AWS_IAM - - none -',
    'quick/ ANY $default NONE - - HTTP_PROXY https://quick.example',
  ]);
  const [pets, chat] = inventory.apis;
  expect(pets).toMatchObject({
    cors: { allowOrigins: ['https://a.example'], maxAge: 300 },
    authorizers: [{ id: 'Jwt', issuer: 'https://issuer.example', audience: ['pets'] }],
    stage: { autoDeploy: true, methodSettings: [{ key: '/pets/GET', throttlingRateLimit: 5 }] },
  });
  expect(pets?.routes[0]?.integration?.responses).toMatchObject([
    { statusCode: '404', responseParameters: { 'overwrite:statuscode': '410' } },
  ]);
  expect(chat).toMatchObject({ type: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
  expect(inventory.unclaimed).toEqual([]);
});

it('SAM makes routes of events, guarded as the API says unless they say otherwise', () => {
  const inventory = read(SAM);
  const fn = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations';
  expect(lines(inventory)).toEqual([
    `Shop/prod GET /orders COGNITO_USER_POOLS Pool - AWS_PROXY ${fn}`,
    `Shop/prod POST /orders CUSTOM Token key AWS_PROXY ${fn}`,
    `Shop/prod ANY /health NONE - - AWS_PROXY ${fn}`,
    'Shop/prod OPTIONS /orders COGNITO_USER_POOLS Pool - MOCK -',
    `ServerlessRestApi/Prod GET /inside COGNITO_USER_POOLS Pool - AWS_PROXY ${fn}`,
    `ServerlessHttpApi/$default GET /web NONE - - AWS_PROXY ${fn}`,
    `ServerlessHttpApi/$default ANY $default NONE - - AWS_PROXY ${fn}`,
  ]);
  expect(inventory.domainNames).toMatchObject([
    { name: 'shop.health.example', mappings: [{ path: 'v1', apiId: 'Shop', stage: 'prod' }, { path: 'v2' }] },
  ]);
  expect(inventory.usagePlans).toMatchObject([{ quota: { limit: 5, period: 'DAY' }, apiStages: [{ apiId: 'Shop' }] }]);
  expect(inventory.unclaimed).toEqual([]);
});

describe('what a template does not say', () => {
  const gaps = (yaml: string) => read(yaml).gaps.map(({ at, severity, reason }) => [at.pointer, severity, reason]);
  const api = (properties: string, more = '') =>
    `Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: ${properties}\n${more}`;

  it('blocks where it may be a guard', () => {
    expect(gaps(api('{ BodyS3Location: { Bucket: b, Key: k } }'))).toMatchObject([
      ['/Resources/Api/Properties/BodyS3Location', 'blocker', expect.stringContaining('outside of the template')],
    ]);
    const include = `{ Body: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k } } } }`;
    expect(gaps(api(include)).map(([, severity]) => severity)).toContain('blocker');
    const method = `  M:\n    Type: AWS::ApiGateway::Method\n    Properties: { RestApiId: !Ref Api, ResourceId: !ImportValue root, HttpMethod: GET, AuthorizationType: !Ref Guard }\n`;
    const inventory = read(api('{ Name: a }', method));
    expect(inventory.apis[0]?.routes[0]).toMatchObject({ authorizationType: 'CUSTOM' });
    expect(inventory.gaps.filter(({ severity }) => severity === 'blocker').map(({ at }) => at.pointer)).toEqual([
      '/Resources/M/Properties',
      '/Resources/M/Properties/AuthorizationType',
    ]);
  });

  it('blocks by its pointer where nobody knows a property or a type', () => {
    const inventory = read(
      api('{ Name: a, QuantumGuard: { Mode: STRICT } }', '  X: { Type: AWS::ApiGateway::Quantum }\n'),
    );
    expect(inventory.unclaimed.map(({ at }) => at.pointer)).toEqual(['/Resources/Api/Properties/QuantumGuard']);
    expect(inventory.gaps).toMatchObject([{ at: { pointer: '/Resources/X/Properties' }, severity: 'blocker' }]);
  });

  it('names an API that lies in another template, and reads what is here of it', () => {
    const method = `Resources:\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties: { RestApiId: !ImportValue shared-api, ResourceId: !ImportValue root, HttpMethod: GET, AuthorizationType: AWS_IAM }\n`;
    const inventory = read(method);
    expect(lines(inventory)).toEqual([expect.stringContaining(' GET /{unknown-M} AWS_IAM ')]);
    expect(inventory.gaps.map(({ call, severity }) => `${severity} ${call}`)).toEqual([
      'blocker The API of M',
      'blocker The path of M',
    ]);
  });

  it('names a nested stack', () => {
    const nested = '  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: inner.yaml } }\n';
    expect(read(api('{ Name: a }', nested)).gaps).toMatchObject([
      { call: 'The nested stack Inner', severity: 'blocker', at: { pointer: '/Resources/Inner/Properties' } },
    ]);
  });

  it('is what the branch of a condition says that holds by default', () => {
    const template = (value: string) => `
Parameters: { Env: { Type: String, Default: ${value} } }
Conditions: { Live: !And [!Equals [!Ref Env, live], !Not [{ Condition: Test }]], Test: !Equals [!Ref Env, test], Loop: { Condition: Loop } }
Resources:
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: !If [Live, live-api, other-api], DisableExecuteApiEndpoint: !If [Live, true, !Ref 'AWS::NoValue'] } }
  Only: { Type: 'AWS::ApiGateway::RestApi', Condition: Live, Properties: { Name: only } }
  Never: { Type: 'AWS::ApiGateway::RestApi', Condition: Loop, Properties: { Name: perhaps } }
`;
    const names = (value: string) =>
      read(template(value)).apis.map(({ name, disableExecuteApiEndpoint }) => [name, disableExecuteApiEndpoint]);
    expect(names('live')).toEqual([
      ['live-api', true],
      ['only', false],
      ['perhaps', false],
    ]);
    expect(names('dev')).toEqual([
      ['other-api', false],
      ['perhaps', false],
    ]);
  });

  it('is looked up in mappings, lists and substitutions', () => {
    const { apis } = read(`
Parameters: { Names: { Type: CommaDelimitedList, Default: 'a, b' }, Ssm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /path } }
Mappings: { Regions: { eu: { host: eu.example } } }
Resources:
  One: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: !FindInMap [Regions, eu, host] } }
  Two: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: !Select [1, !Ref Names] } }
  Three: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: !Sub ['\${A}-\${AWS::StackName}-\${!B}', { A: !Select [0, !Split ['|', 'x|y']] }] } }
  Four: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: !Ref Ssm } }
`);
    expect(apis.map(({ name }) => name)).toEqual(['eu.example', 'b', 'x-${AWS::StackName}-${B}', '${Ssm}']);
  });

  it('never makes the reader fall', () => {
    const hostile = [
      'Resources: { A: 1, B: { Type: 5 }, C: { Type: AWS::ApiGateway::RestApi, Properties: 7 } }',
      'Resources: { A: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: { Ref: [1] }, Integration: [] } }, B: { Type: AWS::ApiGateway::RestApi } }',
      'Resources: { R: { Type: AWS::ApiGateway::RestApi }, P: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref R, ParentId: !Ref P, PathPart: x } }, M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref R, ResourceId: !Ref P, HttpMethod: GET } } }',
      'Resources: { __proto__: { Type: AWS::ApiGateway::RestApi, Properties: { Name: !Sub [1, 2], Policy: !If [a] } } }',
      'Globals: { Api: [1], HttpApi: x }\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: 3 }, G: { Type: HttpApi } } } } }',
    ];
    for (const yaml of hostile) {
      const { input, part } = readInput({ file: 't.yaml', bytes: Buffer.from(yaml) });
      expect(input.error ?? '', yaml).not.toContain('defect');
      expect((part.gaps ?? []).length, yaml).toBeGreaterThan(0);
    }
    const nothing = readInput({ file: 't.yaml', bytes: Buffer.from('Resources: { T: { Type: AWS::SQS::Queue } }') });
    expect(nothing.input).toMatchObject({ ok: false, error: expect.stringContaining('nothing of API Gateway') });
  });
});
