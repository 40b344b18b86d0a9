import type { AwsApi } from '../../../model/aws.ts';
import type { AwsFunction } from '../../../model/aws-account.ts';
import { FailureError } from '../../../model/outcome.ts';
import { defined } from '../defined.ts';
import { gapOf } from './paced-calls.ts';
import type { SourceReading } from './source-reading.ts';

/** The functions that integrations and authorizers call, each as it is named there. */
export async function readFunctions(reading: SourceReading, apis: readonly AwsApi[]): Promise<readonly AwsFunction[]> {
  const arns = new Set(apis.flatMap(functionArns));
  const functions: AwsFunction[] = [];
  for (const arn of arns) {
    const found = await readFunction(reading, arn);
    if (found !== undefined) functions.push(found);
  }
  return functions;
}

/** ARNs in URIs of invocations and on their own, stage variables put in; what still has one open is no name of a function. */
function functionArns({ routes, authorizers, stage }: AwsApi): readonly string[] {
  const uris = [...routes.map(({ integration }) => integration?.uri), ...authorizers.map(({ uri }) => uri)];
  return uris.flatMap((uri = '') => {
    const filled = uri.replaceAll(/\$\{stageVariables\.(\w+)\}/g, (text, name: string) =>
      Object.hasOwn(stage.variables, name) ? (stage.variables[name] ?? text) : text,
    );
    return /arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w$:-]+/.exec(filled) ?? [];
  });
}

async function readFunction(reading: SourceReading, arn: string): Promise<AwsFunction | undefined> {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
  const client = await reading.clients.lambda({ ...reading.scope, region: regionOf(arn, reading) });
  const read = reading.readOf({ action: 'lambda:GetFunctionConfiguration', resource: arn, severity: 'review' });
  const command = new GetFunctionConfigurationCommand({ FunctionName: arn });
  const found = await reading.oneOrGap(read, async () => await client.send(command));
  if (found === undefined) return undefined;
  // Its environment's values may be secrets: nothing of it is kept.
  return defined({
    at: { arn, pointer: '' },
    arn,
    name: found.FunctionName ?? arn,
    runtime: found.Runtime,
    packageType: found.PackageType,
    timeout: found.Timeout,
    memoryMb: found.MemorySize,
    vpcId: found.VpcConfig?.VpcId === '' ? undefined : found.VpcConfig?.VpcId,
    urls: await readUrls(reading, arn),
    invokers: await readInvokers(reading, arn),
  });
}

const regionOf = (arn: string, { scope }: SourceReading): string => arn.split(':')[3] ?? scope.region;

/** The function's ARN without version or alias. */
const bare = (arn: string): string => arn.split(':').slice(0, 7).join(':');

async function readUrls(reading: SourceReading, arn: string): Promise<AwsFunction['urls']> {
  const { ListFunctionUrlConfigsCommand } = await import('@aws-sdk/client-lambda');
  const client = await reading.clients.lambda({ ...reading.scope, region: regionOf(arn, reading) });
  const read = reading.readOf({ action: 'lambda:ListFunctionUrlConfigs', resource: bare(arn), severity: 'review' });
  const found = await reading.allOrGap(read, async (Marker) => {
    const answer = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: bare(arn), Marker }));
    return { items: answer.FunctionUrlConfigs, next: answer.NextMarker };
  });
  return found.map(({ FunctionUrl: url = '', AuthType: authType = '', InvokeMode: invokeMode }) =>
    defined({ url, authType, invokeMode }),
  );
}

/** Whom the function's own policy lets call it. A function without one answers that it is not found. */
async function readInvokers(reading: SourceReading, arn: string): Promise<readonly string[]> {
  const { GetPolicyCommand } = await import('@aws-sdk/client-lambda');
  const client = await reading.clients.lambda({ ...reading.scope, region: regionOf(arn, reading) });
  const read = reading.readOf({ action: 'lambda:GetPolicy', resource: arn, severity: 'review' });
  const command = new GetPolicyCommand({ FunctionName: arn });
  try {
    const { Policy = '{}' } = await reading.calls.send(read, async () => await client.send(command));
    return principalsIn(Policy);
  } catch (error) {
    const hasNone = error instanceof FailureError && error.failure.code === 'ResourceNotFoundException';
    if (!hasNone) reading.gaps.push(gapOf(error, read));
    return [];
  }
}

interface Statement {
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
}

function principalsIn(policy: string): readonly string[] {
  const { Statement = [] } = JSON.parse(policy) as { readonly Statement?: readonly Statement[] };
  const all = Statement.flatMap(({ Principal = [] }) =>
    typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat(),
  );
  return [...new Set(all)];
}
