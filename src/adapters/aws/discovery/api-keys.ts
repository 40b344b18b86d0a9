import { FailureError } from '../../../model/outcome.ts';
import type { AwsApiKey } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import { rawItemsOf } from '../raw-answers.ts';
import { unknownIn } from './known-members.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import * as MEMBERS from './rest-api-members.ts';
import type { SourceReading } from './source-reading.ts';

/** API keys without their values: those are secrets, and only the step that carries one over asks for it. */
export async function readApiKeys(reading: SourceReading): Promise<readonly AwsApiKey[]> {
  const { GetApiKeysCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const atOf = (id = '') => ({ arn: reading.arnOf(`/apikeys/${id}`), pointer: '' });
  const keys = await reading.allOrGap(reading.read('GetApiKeys', '/apikeys'), async (position) => {
    const page = { limit: PAGE_SIZE, includeValues: false, ...(position !== undefined && { position }) };
    const found = await client.send(new GetApiKeysCommand(page));
    for (const [index, raw] of rawItemsOf(found).entries())
      reading.unclaimed.push(...unknownIn(raw, MEMBERS.apiKey, atOf(found.items?.[index]?.id)));
    return { items: found.items, next: found.position };
  });
  return keys.map(({ id = '', name = '', enabled = false, description, customerId }) =>
    defined({ at: atOf(id), id, name, enabled, description, customerId }),
  );
}

/** The value of one key. @throws FailureError */
export async function readApiKeyValue(reading: SourceReading, keyId: string): Promise<string> {
  const { GetApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetApiKey', `/apikeys/${keyId}`);
  const send = async () => await client.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }));
  const { value } = await reading.calls.send(read, send);
  if (value !== undefined) return value;
  const message = `API Gateway gave no value for the key ${keyId}`;
  throw new FailureError({ kind: 'missing', code: 'key-without-value', message, at: read.at.arn });
}
