import { describe, expect, it } from 'vitest';
import { assessSource } from '../../../../src/cli/assess-source.ts';
import { worksheetFiles } from '../../../../src/report/artefacts/worksheets.ts';
import { apiWith, inventoryOf, route, stageWith } from '../../../features/fixture.ts';

const at = { arn: 'arn:aws:apigateway:us-east-1::/usageplans/p', pointer: '' };
const log = { destinationArn: 'arn:aws:logs:us-east-1:1:log-group:g', format: '``` $context.requestId <b>' };
const inventory = inventoryOf(
  [apiWith([route('GET /a', { type: 'MOCK' })], { stage: stageWith({ accessLog: log }) })],
  {
    usagePlans: [
      {
        at,
        id: 'p',
        name: 'weekly `|` plan',
        description: 'call with token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYWxsZXIifQ.sig',
        apiStages: [],
        keyIds: [],
        quota: { limit: 5, period: 'WEEK', offset: 0 },
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
    const plan = files.find(({ path }) => path.startsWith('worksheets/usage-plan'))?.content ?? '';
    expect(plan).toContain('"period": "WEEK"');
    expect(plan).toContain('### QUOTA-BY-WEEK (review)');
    expect(plan).toContain('- What to do: Choose a quota by day or month');
    expect(plan).toContain('- [ ] Owner');
    expect(plan).toContain('does what this usage plan of Amazon API Gateway does');
    expect(plan).toContain('](https://learn.microsoft.com/azure/api-management/api-management-policies)');
    expect(plan).not.toContain('"at"');
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
