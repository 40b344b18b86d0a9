import { expect, it } from 'vitest';
import { writeElement } from '../../../src/policy/write.ts';
import { elementsOf } from '../../../src/policy/tree.ts';
import { apiWith, route, translated } from '../fixture.ts';

const routes = [route('GET /a', { type: 'HTTP_PROXY', uri: 'https://a.example.com/' })];
const inbound = (changes: Parameters<typeof apiWith>[1]) =>
  elementsOf(translated(apiWith(routes, changes)).apiPolicy.inbound)
    .map((element) => writeElement(element))
    .join('');

it("refuses the service's own name where the API has none at AWS either, in the words of that gateway", () => {
  const rest = inbound({ disableExecuteApiEndpoint: true });
  expect(rest).toContain('.EndsWith(&quot;.azure-api.net&quot;)');
  expect(rest).toContain('<set-body>{"message":"Forbidden"}</set-body>');
  const http = inbound({ type: 'HTTP', disableExecuteApiEndpoint: true });
  expect(http).toContain('<set-body>{"message":"Not Found"}</set-body>');
});

it('lets it in where the execute-api address is on', () => {
  expect(inbound({})).not.toContain('azure-api');
});
