import { ListIndexesCommand, ResourceExplorer2Client, SearchCommand } from '@aws-sdk/client-resource-explorer-2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAwsState } from '../../../src/local/sandbox/aws/state.ts';
import { addRestApi } from '../../../src/local/sandbox/estate/stage.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

const definition = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'elsewhere', version: '1' },
  paths: {
    '/': {
      get: {
        'responses': { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'http://elsewhere.example/' },
      },
    },
  },
});

const ireland = emptyAwsState('111122223333', 'eu-west-1');
const sydney = emptyAwsState('111122223333', 'ap-southeast-2');
let elsewhere: string;
let estate: EstateCloud;
beforeAll(async () => {
  elsewhere = addRestApi(ireland, definition, 'live');
  ireland.resourceIndex = 'LOCAL';
  estate = await startEstateCloud({ elsewhere: [ireland, sydney] });
  estate.state.resourceIndex = 'AGGREGATOR';
});
afterAll(() => estate.cloud.close());

describe('the account as a whole, by the SDK client of Resource Explorer', () => {
  const search = (region: string, input: object = {}) =>
    new ResourceExplorer2Client(estate.client(region)).send(
      new SearchCommand({ QueryString: 'service:apigateway', ...input }),
    );

  it('tells which regions have an index', async () => {
    const client = new ResourceExplorer2Client(estate.client());
    const { Indexes } = await client.send(new ListIndexesCommand({}));
    expect(Indexes?.map(({ Region, Type }) => [Region, Type])).toEqual([
      ['us-east-1', 'AGGREGATOR'],
      ['eu-west-1', 'LOCAL'],
    ]);
    const aggregator = await client.send(new ListIndexesCommand({ Type: 'AGGREGATOR' }));
    expect(aggregator.Indexes).toHaveLength(1);
  });

  it('finds the APIs of all regions from the one that aggregates, and its own from another', async () => {
    const everywhere = await search('us-east-1', { QueryString: 'resourcetype:apigateway:restapis,apigateway:apis' });
    const regions = everywhere.Resources?.map(({ Region }) => Region);
    expect(new Set(regions)).toEqual(new Set(['us-east-1', 'eu-west-1']));
    expect(everywhere.Resources?.[0]?.LastReportedAt).toBeInstanceOf(Date);
    const own = await search('eu-west-1', { QueryString: 'ResourceType:APIGateway:restapis' });
    expect(own.Resources?.map(({ Arn }) => Arn)).toEqual([`arn:aws:apigateway:eu-west-1::/restapis/${elsewhere}`]);
    const others = await search('us-east-1', { QueryString: 'service:apigateway -region:us-east-1' });
    expect(others.Resources?.map(({ ResourceType }) => ResourceType)).toEqual([
      'apigateway:restapis',
      'apigateway:restapis/stages',
    ]);
    expect(others.Count).toEqual({ TotalResources: 2, Complete: true });
  });

  it('tells everything when nothing is asked for, and no more than a thousand', async () => {
    expect((await search('eu-west-1', { QueryString: '' })).Resources).toHaveLength(2);
    const api = ireland.restApis.get(elsewhere);
    if (!api) throw new Error('no API to repeat');
    for (let i = 0; i < 1_000; i += 1) sydney.restApis.set(`api${i}`, { ...api, stages: [] });
    sydney.resourceIndex = 'LOCAL';
    const many = await search('us-east-1', { QueryString: 'region:ap-southeast-2 service:apigateway', MaxResults: 1 });
    expect(many.Count).toEqual({ TotalResources: 1_000, Complete: true });
    sydney.restApis.set('last', { ...api, stages: [] });
    const more = await search('us-east-1', { QueryString: 'region:ap-southeast-2', MaxResults: 1 });
    expect(more.Count).toEqual({ TotalResources: 1_000, Complete: false });
    delete sydney.resourceIndex;
  });

  it('gives pages', async () => {
    const first = await search('eu-west-1', { MaxResults: 1 });
    const second = await search('eu-west-1', { MaxResults: 1, NextToken: first.NextToken });
    expect([first.Resources?.length, second.Resources?.length, second.NextToken]).toEqual([1, 1, undefined]);
    await expect(search('eu-west-1', { NextToken: 'made-up' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses to search where it was never turned on', async () => {
    await expect(search('ap-southeast-2')).rejects.toMatchObject({ name: 'UnauthorizedException' });
  });
});
