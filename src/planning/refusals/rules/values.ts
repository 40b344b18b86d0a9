import { isObject } from '../import-document.ts';
import { isWebSocket, type PlannedWrites, type Properties } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

type Fault = readonly [place: string, why: string];
type FaultsOf = (properties: Properties, plan: PlannedWrites, isThere: boolean) => readonly Fault[];

const SECRET_ID = /^https:\/\/[a-z0-9.-]+\/secrets\/[0-9a-z-]+(?:\/[0-9a-f]{32})?\/?$/i;
/** Characters of a value that stands in the request (Microsoft Learn, named values). */
const LONGEST_VALUE = 4096;
/** Backends of one pool (Microsoft Learn, backends). */
const MOST_IN_POOL = 30;

/** One that is there keeps its value where none is sent. */
const ofNamedValue: FaultsOf = ({ value, keyVault }, _plan, isThere) => {
  if (isObject(keyVault)) {
    const id = keyVault['secretIdentifier'];
    return typeof id === 'string' && SECRET_ID.test(id) ? [] : [['keyVault', 'it names no secret of a vault']];
  }
  if (isThere && value === undefined) return [];
  if (typeof value !== 'string' || value.trim() === '') return [['value', 'it is empty']];
  return value.length > LONGEST_VALUE ? [['value', `it has more than ${LONGEST_VALUE} characters`]] : [];
};

/** The contract's own words have it the other way round, and contradict themselves; its clients do as here. */
const ofProduct: FaultsOf = ({ subscriptionRequired, approvalRequired, subscriptionsLimit }) => {
  if (subscriptionRequired !== false) return [];
  const why = 'a product without subscriptions has none';
  return [
    ...(approvalRequired === true ? [['approvalRequired', why] as const] : []),
    ...(typeof subscriptionsLimit === 'number' ? [['subscriptionsLimit', why] as const] : []),
  ];
};

const isHttp = (url: unknown): boolean => typeof url === 'string' && /^https?:\/\/[^/?#\s]/i.test(url);

const ofApi: FaultsOf = (properties) => {
  const { serviceUrl } = properties;
  if (serviceUrl === undefined || serviceUrl === null || serviceUrl === '' || isWebSocket(properties)) return [];
  return isHttp(serviceUrl) ? [] : [['serviceUrl', 'it is no http:// or https:// address']];
};

const ofBackend: FaultsOf = ({ type, url, pool, circuitBreaker }, { tier }) => {
  const services = isObject(pool) ? pool['services'] : undefined;
  return [
    ...(type !== 'Pool' && typeof url === 'string' && url !== '' && !isHttp(url)
      ? [['url', 'it is no http:// or https:// address'] as const]
      : []),
    ...(type === 'Pool' && !Array.isArray(services) ? [['pool', 'a pool has backends'] as const] : []),
    ...(Array.isArray(services) && services.length > MOST_IN_POOL
      ? [['pool/services', `it has more than ${MOST_IN_POOL} backends`] as const]
      : []),
    ...(tier === 'Consumption' && isObject(circuitBreaker)
      ? [['circuitBreaker', 'the Consumption tier has none'] as const]
      : []),
  ];
};

/** Members that the contract asks for and lets be empty. */
const notEmpty =
  (...names: readonly string[]): FaultsOf =>
  (properties) =>
    names.filter((name) => properties[name] === '').map((name) => [name, 'it is empty']);

const FAULTS: Readonly<Record<string, FaultsOf>> = {
  'namedValues': ofNamedValue,
  'products': ofProduct,
  'apis': ofApi,
  'backends': ofBackend,
  'diagnostics': notEmpty('loggerId'),
  'apis/diagnostics': notEmpty('loggerId'),
  'apis/operations': notEmpty('method', 'urlTemplate'),
  'apis/schemas': notEmpty('contentType'),
};

/** What members have to be beyond the contract's schemas. */
export const values: RefusalRule = {
  code: 'VALUE-REFUSED',
  source:
    'Azure/azure-rest-api-specs, descriptions of NamedValue, Product, Api and Backend; Microsoft Learn, named values, backends',
  checked: '2026-11-29',
  remedy: 'Change what the source says there, or override it.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const [kind, faultsOf] of Object.entries(FAULTS))
      for (const { step, path, properties, order } of plan.ofKind(kind))
        for (const [place, why] of faultsOf(properties, plan, plan.isThere(path, order)))
          yield refused(step, `${path}: ${place}`, why);
  },
};
