import { Agent, request as httpsRequest } from 'node:https';
import { X509Certificate } from 'node:crypto';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import { emptyAzureState, type ArmResource } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';
import type { Step } from '../../../src/model/plan.ts';
import type { HeldResource } from '../../../src/planning/refusals/planned-writes.ts';
import { pathOf, propertiesOf, type Plan } from './plan-variant.ts';

/** What the sandbox says to a plan. */
export interface Verdict {
  readonly isRefused: boolean;
  /** Of the first refusal. */
  readonly step?: string;
  readonly answer?: string;
}

/** The sandbox's Azure, to which plans are sent as they would be carried out, over its socket. */
export interface Truth {
  /** Sends a plan; steps that it has in common with the last `base` are not sent again. */
  of(plan: Plan, base: Plan): Promise<Verdict>;
  close(): Promise<void>;
}

const VERSION = '2024-05-01';
const MANY = { writes: 10_000_000, writesPerSecond: 10_000_000 };

export async function startTruth(): Promise<Truth> {
  const authority = await createAuthority();
  const state = emptyAzureState();
  const cloud = await startAzureCloud({
    state,
    authority,
    faults: new Faults(),
    trace: new Trace(),
    quotas: MANY,
    operationMs: 0,
    serviceUpdateMs: 0,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const root = servicePath(state);
  const { certPem } = await authority.issue({ hostnames: ['api.refusals.example'], key: 'p256' });
  const leaf = new X509Certificate(certPem).raw;
  const fresh = new Map(state.resources);

  const ask = (method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const url = new URL(
        `${cloud.arm.url}${root}${path === '' ? '' : '/'}${path.split('/').map(encodeURIComponent).join('/')}`,
      );
      url.searchParams.set('api-version', VERSION);
      const headers = { 'authorization': `Bearer ${cloud.token}`, 'content-type': 'application/json' };
      const outgoing = httpsRequest(url, { method, agent, headers, ca: authority.caPem }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });

  async function bind({ payload }: Step): Promise<{ status: number; text: string }> {
    const { hostnames, authorities } = payload as {
      readonly hostnames: readonly { readonly hostName: string; readonly certificate: string }[];
      readonly authorities?: readonly unknown[];
    };
    const service = JSON.parse((await ask('GET', '')).text) as {
      properties: { hostnameConfigurations: unknown[]; certificates: unknown[] | null };
    };
    const added = hostnames.map(({ hostName, certificate }) => ({
      type: 'Proxy',
      hostName,
      keyVaultId: `https://${state.vault}.vault.azure.net/secrets/${certificate}`,
      certificateSource: 'KeyVault',
    }));
    const answer = await ask('PATCH', '', {
      properties: {
        hostnameConfigurations: [...service.properties.hostnameConfigurations, ...added],
        ...(authorities !== undefined && {
          certificates: [...(service.properties.certificates ?? []), ...authorities],
        }),
      },
    });
    while (answer.status < 400 && (await ask('GET', '')).text.includes('"Updating"')) await new Promise(setImmediate);
    return answer;
  }

  function send(step: Step): Promise<{ status: number; text: string }> {
    if (step.kind === 'transfer-certificate') {
      const name = String(step.payload['name']);
      const shape = { name, version: '0'.repeat(32), content: Buffer.alloc(0), password: '', tags: {}, policy: {} };
      const certificate = { ...shape, contentType: 'application/x-pkcs12', leaf, enabled: true, createdAt: 0 } as const;
      state.certificates.set(name.toLowerCase(), [certificate]);
      return Promise.resolve({ status: 200, text: '' });
    }
    if (step.kind === 'bind-hostnames') return bind(step);
    if (step.kind === 'remove-apim-resource') return ask('DELETE', pathOf(step));
    if (pathOf(step) === '') return Promise.resolve({ status: 200, text: '' });
    return ask('PUT', pathOf(step), { properties: propertiesOf(step) });
  }

  /** What there was before each step of the last base. */
  let known: { base: Plan; before: Map<string, ArmResource>[]; certificates: Map<string, unknown>[] } | undefined;

  function prepare({ tier, held }: Plan): void {
    state.resources.clear();
    for (const [id, resource] of fresh) state.resources.set(id, resource);
    const service = fresh.get(root.toLowerCase()) as ArmResource;
    state.resources.set(root.toLowerCase(), {
      ...service,
      more: { ...service.more, sku: { name: tier, capacity: 1 } },
    });
    for (const each of held) hold(each);
    state.certificates.clear();
  }

  function hold({ path, properties }: HeldResource): void {
    const id = `${root}/${path}`;
    const segments = path.split('/');
    const type = `Microsoft.ApiManagement/service/${segments.filter((_, index) => index % 2 === 0).join('/')}`;
    state.resources.set(id.toLowerCase(), { id, name: segments.at(-1) ?? '', type, properties, etag: '"held"' });
  }

  async function run(steps: readonly Step[], from: number, note?: (index: number) => void): Promise<Verdict> {
    for (const [index, step] of steps.entries()) {
      if (index < from) continue;
      note?.(index);
      const { status, text } = await send(step);
      if (status >= 400) return { isRefused: true, step: step.id, answer: `${status} ${text}` };
    }
    return { isRefused: false };
  }

  async function learn(base: Plan): Promise<void> {
    if (known?.base === base) return;
    const before: Map<string, ArmResource>[] = [];
    const certificates: Map<string, unknown>[] = [];
    prepare(base);
    const verdict = await run(base.steps, 0, () => {
      before.push(new Map(state.resources));
      certificates.push(new Map(state.certificates));
    });
    if (verdict.isRefused) throw new Error(`${base.name} is no good plan: ${verdict.step} ${verdict.answer}`);
    known = { base, before, certificates };
  }

  return {
    async of(plan, base) {
      await learn(base);
      const isSameService = plan.tier === base.tier && plan.held === base.held;
      const first = isSameService ? plan.steps.findIndex((step, index) => step !== base.steps[index]) : 0;
      const from = first < 0 ? plan.steps.length : Math.min(first, (known?.before.length ?? 0) - 1);
      const before = known?.before[from];
      if (isSameService && before !== undefined) {
        state.resources.clear();
        for (const [id, resource] of before) state.resources.set(id, resource);
        state.certificates.clear();
        for (const [name, each] of known?.certificates[from] ?? []) state.certificates.set(name, each as never);
      } else prepare(plan);
      return run(plan.steps, isSameService ? from : 0);
    },
    async close() {
      agent.destroy();
      await cloud.close();
    },
  };
}
