import { expect, it } from 'vitest';
import { assessSource } from '../../../src/cli/assess-source.ts';
import { combineReadings } from '../../../src/definitions/combine-readings.ts';
import { readInput } from '../../../src/definitions/read-input.ts';
import { REST } from '../../support/templates.ts';

const reading = (file: string) => readInput({ file, bytes: Buffer.from(REST) });

it('keeps what two files call alike apart, with all that refers to it', () => {
  const { inputs, inventory } = combineReadings([reading('test.yaml'), reading('live.yaml')]);
  expect(inputs.map(({ apiIds }) => apiIds)).toEqual([['Orders'], ['Orders-2']]);
  const { domainNames, usagePlans, apiKeys } = inventory;
  expect(domainNames.map(({ mappings }) => mappings.map(({ apiId }) => apiId))).toEqual([['Orders'], ['Orders-2']]);
  expect(usagePlans.map(({ id, keyIds, apiStages }) => [id, keyIds, apiStages.map(({ apiId }) => apiId)])).toEqual([
    ['Plan', ['Key'], ['Orders']],
    ['Plan-2', ['Key-2'], ['Orders-2']],
  ]);
  expect(apiKeys.map(({ id }) => id)).toEqual(['Key', 'Key-2']);
});

it('does not move a host name that lies in two places', () => {
  const { inventory } = combineReadings([reading('test.yaml'), reading('live.yaml')]);
  const { steps, findings } = assessSource(inventory).plan;
  expect(steps.filter(({ kind }) => kind === 'change-dns')).toEqual([]);
  expect(findings.map(({ message }) => message).join('\n')).toContain('a custom domain name in 2 places');
});
