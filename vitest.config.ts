import { defineConfig } from 'vitest/config';

/** One project per kind of test (docs: CONTRIBUTING.md). A timeout is a hang guard, ten times what the kind normally takes. */
const project = (name: string, testTimeout: number, parallel = true) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    fileParallelism: parallel,
    env: { CI: process.env.CI ?? '' },
    setupFiles: process.env.CROSSGATE_POLICIES ? ['test/support/record-policies.ts'] : [],
  },
});

export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      project('unit', 20_000),
      project('features', 20_000),
      project('orchestrations', 20_000),
      project('contract', 60_000),
      project('e2e', 600_000, false),
      project('chaos', 900_000, false),
      project('system', 600_000, false),
      project('browser', 120_000, false),
      project('nightly', 3_600_000, false),
    ],
  },
});
