import { describe, expect, it } from 'vitest';
import { withMark } from '../../../src/model/mark.ts';
import type { Step } from '../../../src/model/plan.ts';
import { againstTarget } from '../../../src/planning/against-target.ts';
import { targetSnapshot, type Properties } from '../../../src/planning/target-snapshot.ts';

const put = (path: string, properties: Properties, id = `put:${path}`, dependsOn: readonly string[] = []): Step => ({
  id,
  kind: 'put-apim-resource',
  summary: id,
  dependsOn,
  from: [],
  place: { wave: 'pilot', phase: 'importing', unit: 'orders' },
  payload: { path, properties },
});

const policy = (inner: string): Properties => ({
  format: 'xml',
  value: `<policies><inbound>${inner}</inbound><backend /><outbound /><on-error /></policies>`,
});
const GUARD = policy('<return-response><set-status code="503" /></return-response>');
const OPEN = policy('<base />');
const POLICY = 'apis/orders/policies/policy';
const backend = put('backends/orders', { url: 'https://orders.example.com', protocol: 'http' });
const document = { displayName: 'Orders', format: 'openapi+json', value: '{"paths":{}}' };
const imported: Step = {
  ...put('apis/orders', document, 'import:apis/orders', ['guard:apis/orders']),
  kind: 'import-operations',
  payload: { path: 'apis/orders', properties: document, operationIds: ['list'], guard: {} },
};
const api: readonly Step[] = [
  put('apis/orders', { displayName: 'Orders', path: 'orders' }),
  put(POLICY, GUARD, 'guard:apis/orders', ['put:apis/orders']),
  imported,
  put(POLICY, OPEN, 'open:apis/orders', ['import:apis/orders', 'put:backends/orders']),
];
const steps = [backend, ...api];

/** A service as a run leaves it, and what it remembers; a test changes single places. */
const there: Readonly<Record<string, Properties>> = {
  'backends/orders': withMark('backends/orders', { url: 'https://orders.example.com', protocol: 'http' }, 'run-1'),
  'apis/orders': withMark('apis/orders', { displayName: 'Orders', path: 'orders', apiRevision: '1' }, 'run-1'),
  'apis/orders/operations/list': { method: 'GET', urlTemplate: '/orders' },
  [POLICY]: OPEN,
};
const remembered: Readonly<Record<string, Properties>> = {
  'backends/orders': { url: 'https://orders.example.com', protocol: 'http' },
  'apis/orders': { displayName: 'Orders', path: 'orders' },
  'apis/orders/import': { ...document, operationIds: ['list'] },
  [POLICY]: OPEN,
};
const compared = (
  changes: Readonly<Record<string, Properties | undefined>> = {},
  written: Readonly<Record<string, Properties | undefined>> = {},
  decisions: Readonly<Record<string, string>> = {},
  planned: readonly Step[] = steps,
) => {
  const present = (all: Readonly<Record<string, Properties | undefined>>) =>
    new Map(Object.entries(all).filter((entry): entry is [string, Properties] => entry[1] !== undefined));
  const target = targetSnapshot(present({ ...there, ...changes }), present({ ...remembered, ...written }));
  const { steps: left, findings, changes: becoming } = againstTarget(planned, target, { mode: 'migrate', decisions });
  return {
    changes: Object.fromEntries(becoming.map(({ path, change }) => [path, change])),
    left: left.map(({ id }) => id),
    steps: left,
    codes: findings.map(({ code, severity }) => `${code} ${severity}`),
  };
};

describe('a plan against what its target holds', () => {
  it('has no step for what is there as planned, marks of runs aside', () => {
    expect(compared()).toMatchObject({ left: [], codes: [] });
  });

  it('says of each place what becomes of it', () => {
    const all = {
      'backends/orders': 'leave',
      'apis/orders': 'leave',
      [POLICY]: 'leave',
      'apis/orders/operations': 'leave',
    };
    expect(compared().changes).toEqual(all);
    expect(compared({ 'backends/orders': undefined }).changes).toEqual({ ...all, 'backends/orders': 'create' });
    const moved = { ...there['backends/orders'], url: 'https://elsewhere.example.com' };
    expect(compared({ 'backends/orders': moved }).changes).toEqual(all);
    const decisions = { 'TARGET-EDITED': 'overwrite' };
    const overwritten = compared({ 'backends/orders': moved }, {}, decisions).changes;
    expect(overwritten).toEqual({ ...all, 'backends/orders': 'update' });
  });

  it('has no step for what is there as planned, whoever made it', () => {
    const none = Object.fromEntries(Object.keys(remembered).map((path) => [path, undefined]));
    expect(compared({}, none)).toMatchObject({ left: [], codes: [] });
  });

  it('makes what is missing, and waits for nothing that is there', () => {
    const { left, steps: made } = compared({
      'backends/orders': undefined,
      'apis/orders': undefined,
      [POLICY]: undefined,
      'apis/orders/operations/list': undefined,
    });
    expect(left).toEqual(steps.map(({ id }) => id));
    const fresh = made.filter(({ payload }) => payload['isFresh'] === true).map(({ id }) => id);
    expect(fresh).toEqual(['guard:apis/orders', 'import:apis/orders']);
    const withBackend = compared({
      'apis/orders': undefined,
      [POLICY]: undefined,
      'apis/orders/operations/list': undefined,
    });
    expect(withBackend.left).toEqual(api.map(({ id }) => id));
    expect(withBackend.steps.at(-1)?.dependsOn).toEqual(['import:apis/orders']);
  });

  it('looks at a wildcard before it is put: the import made it as a parameter', () => {
    const [own, other] = ['apis/orders/operations/list', 'apis/orders/operations/files'];
    const wildcards = [own, other].map((path) => put(path, { method: 'GET', urlTemplate: '/{*rest}' }));
    const { steps: made } = compared({ 'apis/orders': undefined, [POLICY]: undefined, [own]: undefined }, {}, {}, [
      ...api,
      ...wildcards,
    ]);
    const fresh = made.filter(({ payload }) => payload['isFresh'] === true).map(({ id }) => id);
    expect(fresh).toEqual(['guard:apis/orders', 'import:apis/orders', `put:${other}`]);
  });

  it('goes on with an API that a run left closed, without asking', () => {
    expect(compared({ [POLICY]: GUARD }, { [POLICY]: GUARD })).toMatchObject({
      left: api.map(({ id }) => id),
      codes: [],
    });
  });

  it('closes an API that answers callers only when that was decided, and can take the import back', () => {
    const later = [
      ...api.slice(0, 2),
      {
        ...imported,
        payload: {
          ...imported.payload,
          properties: { ...document, value: '{"paths":{"/new":{}}}' },
          operationIds: ['list', 'make'],
        },
      },
      ...api.slice(3),
    ];
    const asked = compared({}, {}, {}, [backend, ...later]);
    expect(asked).toMatchObject({ left: [], codes: ['TARGET-UPDATE blocker'] });
    const decided = compared({}, {}, { 'TARGET-UPDATE': 'close-and-update' }, [backend, ...later]);
    expect(decided).toMatchObject({ left: later.map(({ id }) => id), codes: ['TARGET-UPDATE info'] });
    expect(decided.steps[2]?.payload['previous']).toEqual({
      properties: document,
      operationIds: ['list'],
      replaces: ['list'],
    });
  });

  it.each([
    ['a policy', POLICY, policy('<ip-filter action="allow"><address>203.0.113.9</address></ip-filter>')],
    ['a backend', 'backends/orders', { url: 'https://elsewhere.example.com', protocol: 'http' }],
    ['an operation beside ours', 'apis/orders/operations/theirs', { method: 'GET', urlTemplate: '/theirs' }],
  ])('never writes over %s that somebody changed since, and says so', (_what, path, properties) => {
    const isOfApi = path.startsWith('apis/');
    const kept = compared({ [path]: properties });
    expect(kept.codes).toEqual(['TARGET-EDITED blocker']);
    expect(kept.left).toEqual([]);
    const decided = compared(
      { [path]: properties },
      {},
      { 'TARGET-EDITED': 'overwrite', 'TARGET-UPDATE': 'close-and-update' },
    );
    expect(decided.left).toEqual((isOfApi ? api : [backend]).map(({ id }) => id));
  });

  it('never takes over what no run made without a decision of its own', () => {
    const foreign = { 'apis/orders': { displayName: 'Somebody’s', path: 'orders' } };
    const unknown = { 'apis/orders': undefined, 'apis/orders/import': undefined, [POLICY]: undefined };
    const { left, codes } = compared(foreign, unknown, { '*': 'recommended' });
    expect(codes).toEqual(['TARGET-TAKEN blocker']);
    expect(left).toEqual([]);
  });
});
