/** Where a deployment puts a definition. */
export interface Deployment {
  readonly account: string;
  readonly region: string;
  /** Of the stack. */
  readonly name: string;
}

/** Where a placeholder stands: the keys down to it, its siblings, and the text around it. */
export interface PlaceholderPlace {
  readonly path: readonly string[];
  readonly parent: Readonly<Record<string, unknown>>;
  readonly before: string;
  readonly after: string;
}

/** Host names that placeholders of addresses become. */
const DOMAIN = 'deployed.example';

/** Letters, digits and dashes of a logical name, 60 at most: good for names of functions, roles and hosts. */
export function nameOf(placeholder: string): string {
  const dashed = placeholder.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return dashed.slice(0, 60) || 'unnamed';
}

/** A value of the kind that API Gateway's import needs at the place; nothing but its form is known. */
export function deployedValue(placeholder: string, place: PlaceholderPlace, deployment: Deployment): string {
  const { account, region } = deployment;
  const known = pseudoParameter(placeholder, deployment);
  if (known !== undefined) return known;
  const [logical = placeholder] = placeholder.split('.');
  const name = nameOf(logical);
  const member = place.path.findLast((key) => !/^\d+$/.test(key)) ?? '';
  if (/credentials$/i.test(member)) return `arn:aws:iam::${account}:role/${name}`;
  if (member === 'providerARNs') return `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId(name, region)}`;
  if (member === 'issuer') return `https://cognito-idp.${region}.amazonaws.com/${poolId(name, region)}`;
  if (member === 'connectionId') return name.toLowerCase();
  if (member === 'uri' || member === 'authorizerUri') return addressValue(placeholder, name, place, deployment);
  return name;
}

function pseudoParameter(placeholder: string, { account, region, name }: Deployment): string | undefined {
  const known: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackName': nameOf(name),
    'AWS::URLSuffix': 'amazonaws.com',
    'account_id': account,
    'aws_account_id': account,
    'aws_region': region,
    'partition': 'aws',
    'region': region,
  };
  return Object.hasOwn(known, placeholder) ? known[placeholder] : undefined;
}

/** Ids of user pools are `REGION_` and letters or digits. */
const poolId = (name: string, region: string): string => `${region}_${name.replaceAll('-', '').slice(0, 20)}`;

function addressValue(
  placeholder: string,
  name: string,
  { parent, before, after, path }: PlaceholderPlace,
  { account, region }: Deployment,
): string {
  const lambda = `arn:aws:lambda:${region}:${account}:function:${name}`;
  if (before.endsWith('functions/')) return lambda;
  if (before.endsWith('://')) return `${name.toLowerCase()}${/^[/:?]|^$/.test(after) ? `.${DOMAIN}` : ''}`;
  if (before !== '' || after !== '') return /:\/\/[^/]*$/.test(before) ? name.toLowerCase() : name;
  const { type } = parent;
  const isHttp = typeof type === 'string' && /^http/i.test(type);
  if (isHttp && !path.includes('authorizerUri') && !/arn/i.test(placeholder))
    return `https://${name.toLowerCase()}.${DOMAIN}`;
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda}/invocations`;
}
