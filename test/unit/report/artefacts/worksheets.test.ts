import { describe, expect, it } from 'vitest';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import { worksheetFiles } from '../../../../src/report/artefacts/worksheets.ts';
import { apiWith, inventoryOf, route, stageWith } from '../../../features/fixture.ts';

const at = { arn: 'arn:aws:apigateway:us-east-1::/apikeys/k', pointer: '' };
const log = { destinationArn: 'arn:aws:logs:us-east-1:1:log-group:g', format: '``` $context.requestId <b>' };
const inventory = inventoryOf(
  [apiWith([route('GET /a', { type: 'MOCK' })], { stage: stageWith({ accessLog: log }) })],
  {
    apiKeys: [
      {
        at,
        id: 'k',
        name: 'lonely `|` key',
        description: 'call with token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYWxsZXIifQ.sig',
        enabled: true,
      },
    ],
  },
);

describe('worksheets', () => {
  const assessment = assessSource(inventory);
  const files = [...worksheetFiles(assessment, inventory)];

  it('are one for each construct that is carried by hand', () => {
    expect(assessment.plan.ledger.manual).toBeGreaterThan(0);
    expect(files).toHaveLength(assessment.plan.ledger.manual);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    for (const { path } of files) expect(path).toMatch(/^worksheets\/[a-z-]+-[0-9a-f]{12}\.md$/);
  });

  it('say what AWS has, why it is not carried, and what to tick off', () => {
    const key = files.find(({ path }) => path.startsWith('worksheets/api-key'))?.content ?? '';
    expect(key).toContain('"enabled": true');
    expect(key).toContain('### KEY-WITHOUT-PLAN (info)');
    expect(key).toContain('- What to do: Delete the key, or put it into a plan');
    expect(key).toContain('- [ ] Owner');
    expect(key).toContain('does what this api key of Amazon API Gateway does');
    expect(key).toContain('](https://learn.microsoft.com/azure/api-management/api-management-policies)');
    expect(key).not.toContain('"at"');
  });

  it('hold no secret, and no text of the source ends their code', () => {
    const all = files.map(({ content }) => content).join('\n');
    expect(all).not.toContain('eyJhbGciOiJIUzI1NiJ9');
    for (const { content } of files) {
      for (const kind of ['json', 'text']) {
        const [, fence = '', inside = ''] =
          new RegExp(`\\n(\`{3,})${kind}\\n([\\s\\S]*?)\\n\\1\\n`).exec(content) ?? [];
        expect(inside).not.toBe('');
        expect(inside.split('\n').filter((line) => line.startsWith(fence))).toEqual([]);
      }
    }
  });
});
