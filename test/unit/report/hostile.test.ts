import { describe, expect, it } from 'vitest';
import { apiWith, inventoryOf, route, stageWith } from '../../features/fixture.ts';
import { reportFiles, reportFor } from './sample-report.ts';

const filesOf = (inventory: Parameters<typeof reportFor>[0]): Readonly<Record<string, string>> =>
  Object.fromEntries([...reportFiles(reportFor(inventory))].map(({ path, content }) => [path, content]));

describe('text of the source', () => {
  const script = '<script>alert(1)</script>';
  const files = filesOf(
    inventoryOf([
      apiWith(
        [
          route(`GET /${script}`, { type: 'HTTP_PROXY', uri: `https://x.example.com/"><img src=x onerror=alert(2)>` }),
          route('GET /a|b', { type: 'MOCK' }),
        ],
        { name: `=HYPERLINK("https://evil.example")${script}`, description: `[click](javascript:alert(3))\n# heading` },
      ),
      apiWith([route('GET /', { type: 'MOCK' })], { id: 'two', name: '@SUM(1)|`x`' }),
    ]),
  );

  it('never becomes markup of the page', () => {
    const html = files['report.html'] ?? '';
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).not.toContain('href="javascript');
  });

  it('never becomes markup of Markdown', () => {
    const markdown = files['report.md'] ?? '';
    expect(markdown).not.toMatch(/<script|<img/i);
    expect(markdown).not.toMatch(/[^\\]\]\(javascript/);
    expect(markdown).toContain(String.raw`/a\|b`);
    expect(markdown).not.toMatch(/^# heading/m);
  });

  it('never becomes a formula of a spreadsheet', () => {
    const csv = files['report.csv'] ?? '';
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")`);
    expect(csv).toContain(`"'@SUM(1)|\`x\`"`);
    expect(csv).not.toMatch(/(^|,)"?[=@]/m);
    expect(csv.endsWith('\r\n')).toBe(true);
  });
});

describe('secrets', () => {
  const canaries = {
    header: 'canary-header-0001',
    variable: 'canary-variable-0002',
    userInfo: 'canary-password-0003',
    query: 'canary-query-0004',
    jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl',
    accessKey: 'AKIAABCDEFGHIJKLMNOP',
  };
  const files = filesOf(
    inventoryOf([
      apiWith(
        [
          route('GET /a', {
            type: 'HTTP',
            uri: `https://bob:${canaries.userInfo}@x.example.com/p?api_key=${canaries.query}`,
            requestParameters: { 'integration.request.header.x-partner': `'${canaries.header}'` },
          }),
          route('GET /b', { type: 'HTTP_PROXY', uri: `https://x.example.com/${canaries.variable}/${canaries.header}` }),
        ],
        {
          description: `call it with ${canaries.jwt} or ${canaries.accessKey}`,
          stage: stageWith({ variables: { dbPassword: canaries.variable } }),
        },
      ),
    ]),
  );

  it.each(Object.entries(canaries))('hides the one in a %s in every format', (_, canary) => {
    for (const content of Object.values(files)) expect(content).not.toContain(canary);
  });

  it('gives the same fingerprint for the same secret', () => {
    const marks = (files['report.json'] ?? '').match(/secret:[0-9a-f]{12}/g) ?? [];
    expect(new Set(marks).size).toBeGreaterThanOrEqual(5);
    expect(files['report.html']).toContain(marks[0]);
  });
});

it('keeps a large estate readable: a capped page with the remainder stated, and complete data', () => {
  const apis = Array.from({ length: 210 }, (_, index) => {
    const routes = Array.from({ length: index === 0 ? 130 : 1 }, (_each, path) =>
      route(`GET /${path}`, { type: 'MOCK' }),
    );
    const api = apiWith(routes, { name: `api ${index}` });
    return JSON.parse(JSON.stringify(api).replaceAll(api.id, `api${index}`)) as typeof api;
  });
  const files = filesOf(inventoryOf(apis));
  expect(files['report.html']).toContain('10 APIs more, not shown here');
  expect(files['report.html']).toContain('30 routes more, not shown here');
  expect(files['report.md']).toContain('110 more APIs');
  expect((files['report.csv'] ?? '').match(/^route,/gm)?.length).toBe(130 + 209);
  expect((JSON.parse(files['report.json'] ?? '') as { apis: unknown[] }).apis.length).toBe(210);
});
