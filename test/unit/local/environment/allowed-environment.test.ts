import { expect, it } from 'vitest';
import { allowedEnvironment } from '../../../../src/local/environment/allowed-environment.ts';

const callers = {
  PATH: '/bin',
  HOME: '/home/ada',
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'x',
  AZURE_TENANT_ID: 't',
  HTTPS_PROXY: 'http://proxy',
  NODE_OPTIONS: '--inspect',
  IDENTITY_ENDPOINT: 'http://real',
  DOTNET_ROOT: '/dotnet',
};

it("keeps the caller's clouds and proxies from a child", () => {
  expect(allowedEnvironment(callers, { AWS_REGION: 'eu-west-1' })).toEqual({
    PATH: '/bin',
    HOME: '/home/ada',
    AWS_REGION: 'eu-west-1',
  });
});

it('gives another Functions host what its runtime reads, and still no cloud', () => {
  expect(Object.keys(allowedEnvironment(callers, {}, true))).toEqual(['PATH', 'HOME', 'DOTNET_ROOT']);
});
