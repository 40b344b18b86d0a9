import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlOf } from '../../src/report/html/page.ts';
import { sampleEstateReport } from './sample-estate-report.ts';

/** Debian's; a browser is never downloaded. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const PICTURES = fileURLToPath(new URL('../../.crossgate/pictures/', import.meta.url));
const SIZES = [
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 320, height: 700, colorScheme: 'dark' },
] as const;

let browser: Browser;
let folder: string;
let file: string;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  folder = await mkdtemp(join(tmpdir(), 'crossgate-report-'));
  await mkdir(PICTURES, { recursive: true });
  file = pathToFileURL(join(folder, 'report.html')).href;
  await writeFile(join(folder, 'report.html'), htmlOf(await sampleEstateReport()));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Visit {
  readonly page: Page;
  /** What the page said or asked for beyond itself. */
  readonly noise: readonly string[];
}

async function visit(size: (typeof SIZES)[number]): Promise<Visit> {
  const { width, height, colorScheme } = size;
  // The page forbids all scripts; axe is one, so it is let in by the test alone.
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, bypassCSP: true });
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== file) noise.push(request.url());
  });
  await page.goto(file);
  return { page, noise };
}

const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));
/** Violations of WCAG 2.2 A and AA, with where they are. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return await page.evaluate<
    string[]
  >(`axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(
    ({violations}) => violations.flatMap(({id, nodes}) => nodes.map(({target}) => id + ' ' + target)))`);
}

describe.each(SIZES)('the report of the sample estate, $name', (size) => {
  it('fits its width, asks for nothing and can be read by everybody, closed and opened', async () => {
    const { page, noise } = await visit(size);
    const width = async (): Promise<number> => await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(await width()).toBeLessThanOrEqual(size.width);
    await page.screenshot({ path: join(PICTURES, `report-${size.name}.png`) });
    // With everything opened it is a hundred thousand pixels high, which takes half a minute to paint.
    await page.screenshot({ path: join(PICTURES, `report-${size.name}-whole.png`), fullPage: true });
    expect(await violations(page)).toEqual([]);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    expect(await width()).toBeLessThanOrEqual(size.width);
    expect(await violations(page)).toEqual([]);
    expect(noise).toEqual([]);
    await page.close();
  });
});

it('says the verdict, the ledger and the next steps on the first screen', async () => {
  const { page } = await visit(SIZES[0]);
  const heads = await page.evaluate<string[]>(
    "[...document.querySelectorAll('h1, .bar, #summary h3')].filter((each) => each.getBoundingClientRect().bottom < innerHeight).map((each) => each.textContent || each.getAttribute('aria-label'))",
  );
  expect(heads.join('\n')).toMatch(/must be settled|to take/);
  expect(heads.join('\n')).toMatch(/Ledger of \d+/);
  expect(heads).toEqual(expect.arrayContaining(['What stands in the way', 'Next steps']));
  await page.close();
});

it('leads by keyboard to the report and into each part', async () => {
  const { page } = await visit(SIZES[0]);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
  const broken = await page.evaluate(
    "[...document.querySelectorAll('a[href^=\"#\"]')].map((each) => each.getAttribute('href')).filter((href) => !document.getElementById(href.slice(1)))",
  );
  expect(broken).toEqual([]);
  await page.close();
});

it('prints everything that it shows', async () => {
  const { page } = await visit(SIZES[0]);
  const pdf = await page.pdf({ format: 'A4', path: join(PICTURES, 'report.pdf') });
  expect(pdf.byteLength).toBeGreaterThan(20_000);
  await page.close();
});
