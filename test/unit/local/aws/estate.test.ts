import { expect, it } from 'vitest';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { healthRecordsEstate } from '../../../../src/local/sandbox/estate/health-records.ts';

it('holds the scenario of the guide', async () => {
  const { aws } = await healthRecordsEstate(await createAuthority());
  expect([...aws.domainNames.keys()]).toEqual(['api.health.example', 'legacy.health.example']);
  const methods = [...aws.restApis.values()][0]?.resources.flatMap((item) => Object.values(item.resourceMethods ?? {}));
  const post = methods?.find(({ httpMethod }) => httpMethod === 'POST');
  expect(post).toMatchObject({ authorizationType: 'COGNITO_USER_POOLS', apiKeyRequired: true });
  expect([...aws.httpApis.values()].flatMap(({ routes }) => routes.map(({ RouteKey }) => RouteKey))).toContain(
    '$default',
  );
});
