import { expect, it } from 'vitest';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { estateFromDefinition } from '../../../../src/local/sandbox/estate/from-definition.ts';
import { healthRecordsEstate } from '../../../../src/local/sandbox/estate/health-records.ts';
import { PATIENT_RECORDS } from '../../../../src/local/sandbox/estate/definitions.ts';

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

it('makes an estate of a definition', async () => {
  const definition = JSON.stringify(PATIENT_RECORDS);
  const estate = await estateFromDefinition({ definition, name: 'pets', kind: 'rest' }, await createAuthority());
  expect(estate.backends.map(({ host }) => host)).toEqual(['records.backends.health.example']);
  expect(estate.lambdas).toHaveLength(1);
});
