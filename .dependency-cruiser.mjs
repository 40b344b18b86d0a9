/**
 * The arrows that architecture allows (CONTRIBUTING.md, Imports). Each folder of pure code names what it may import;
 * whatever is not listed is a violation, so a new folder starts with an entry here.
 */
const PURE_PACKAGES = ['node:crypto'];
const pure = (folder, allowed, packages = []) => ({
  name: `${folder}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    pathNot: [
      `^src/${folder}/`,
      ...allowed.map((other) => `^src/${other}(/|$|\\.ts$)`),
      ...packages.map((name) => `(^|node_modules/)${name}(/|$)`),
      ...PURE_PACKAGES.map((name) => `^(${name}|${name.replace('node:', '')})$`),
    ],
  },
});

const AWS = '(^|node_modules/)(@aws-sdk|@smithy)/';
const AZURE = '(^|node_modules/)@azure(-rest)?/(?!functions)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@azure/functions-core$' },
    },
    pure('model', [], ['zod']),
    pure('definitions', ['model'], ['yaml']),
    pure('csharp', ['model']),
    pure('policy', ['csharp', 'model'], ['fast-xml-parser']),
    pure('vtl', ['csharp', 'model']),
    pure('features', ['vtl', 'policy', 'csharp', 'model']),
    pure('simulator', ['policy', 'csharp', 'model']),
    pure('planning', ['features', 'policy', 'cutover', 'model', 'ports']),
    pure('steps', ['features', 'policy', 'cutover', 'model', 'ports'], ['zod']),
    pure('discovery', ['model', 'ports']),
    pure('parity', ['model']),
    pure('cutover', ['model']),
    pure('report', ['planning', 'policy', 'model'], ['preact', 'preact-render-to-string']),
    pure('ports', ['model']),
    pure('contracts', ['model']),
    {
      name: 'orchestrations-decide-only',
      severity: 'error',
      from: { path: '^orchestrations/' },
      to: {
        pathNot: [
          '^orchestrations/',
          '^src/contracts/',
          '^src/model/',
          '^src/cutover/',
          'node_modules/durable-functions/',
        ],
      },
    },
    {
      name: 'activities-act-through-ports',
      severity: 'error',
      from: { path: '^activities/' },
      to: {
        pathNot: [
          '^activities/',
          '^src/(contracts|model|ports|definitions|features|policy|csharp|planning|steps|parity|cutover|report)/',
          'node_modules/durable-functions/',
        ],
      },
    },
    {
      name: 'triggers-know-contracts-and-ports',
      severity: 'error',
      from: { path: '^src/triggers/' },
      to: {
        pathNot: [
          '^src/(triggers|contracts|model|ports|dashboard)/',
          'node_modules/(@azure/functions|durable-functions|zod)/',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'aws-adapters-know-aws',
      severity: 'error',
      from: { path: '^src/adapters/(aws|dns)/' },
      to: { path: [AZURE, '^src/adapters/azure/', '^src/(planning|steps|features|local|cli)/'] },
    },
    {
      name: 'azure-adapters-know-azure',
      severity: 'error',
      from: { path: '^src/adapters/azure/' },
      to: { path: [AWS, '^src/adapters/aws/', '^src/(planning|steps|features|local|cli)/'] },
    },
    {
      name: 'sdks-only-in-adapters-and-local',
      severity: 'error',
      from: { pathNot: '^src/(adapters|local)/' },
      to: { path: [AWS, AZURE] },
    },
    {
      name: 'local-is-nobodys-library',
      severity: 'error',
      from: { pathNot: '^src/local/' },
      to: { path: '^src/local/' },
    },
    {
      name: 'source-gateway-and-simulator-are-strangers',
      severity: 'error',
      from: { path: '^src/local/sandbox/(source-gateway|aws)/' },
      to: { path: ['^src/(simulator|policy|csharp|features)/', '^src/local/sandbox/(target-gateway|azure)/'] },
    },
    {
      name: 'simulator-and-source-gateway-are-strangers',
      severity: 'error',
      from: { path: ['^src/(simulator|features)/', '^src/local/sandbox/(target-gateway|azure)/'] },
      to: { path: ['^src/local/sandbox/(source-gateway|aws)/'] },
    },
    {
      name: 'local-host-knows-no-app',
      severity: 'error',
      from: { path: '^src/local/host/' },
      to: { pathNot: ['^src/local/host/', 'node_modules/', '^node:', '^[a-z_/]+$'] },
    },
    { name: 'no-test-code-in-product', severity: 'error', from: {}, to: { path: '^test/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
