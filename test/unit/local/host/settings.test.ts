import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHostSettings } from '../../../../src/local/host/settings.ts';

let app = '';
beforeEach(() => (app = mkdtempSync(join(tmpdir(), 'crossgate-settings-'))));
afterEach(() => rmSync(app, { recursive: true }));

const settings = (host: object, environment: NodeJS.ProcessEnv = {}) => {
  writeFileSync(join(app, 'host.json'), JSON.stringify(host));
  return readHostSettings(app, environment);
};

describe('host.json', () => {
  it('limits functions to 30 minutes unless it says otherwise, or to nothing', () => {
    expect(settings({}).functionTimeoutMs).toBe(1_800_000);
    expect(settings({ functionTimeout: '1.00:00:30' }).functionTimeoutMs).toBe(86_430_000);
    expect(settings({ functionTimeout: '-1' }).functionTimeoutMs).toBeUndefined();
    expect(() => settings({ functionTimeout: '5 minutes' })).toThrow('functionTimeout is "5 minutes"');
  });

  it('takes settings of the environment for names between percent signs', () => {
    const host = { extensions: { durableTask: { hubName: '%TASK_HUB%' } } };
    expect(settings(host, { TASK_HUB: 'Mine' }).hubName).toBe('Mine');
  });

  it('that is not JSON is named', () => {
    writeFileSync(join(app, 'host.json'), '{');
    expect(() => readHostSettings(app, {})).toThrow('host.json is not JSON');
  });
});
