import type { AwsApi, AwsRoute } from '../model/aws.ts';
import type { AssessedInput } from '../model/assessment-input.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger } from '../model/plan.ts';
import type { Assessment } from '../planning/build-plan.ts';
import type { FurtherEnvironment } from '../report/artefacts/git-ops.ts';
import type { EnvironmentDifference } from '../report/artefacts/in-environment.ts';

/** What `assess --format json` prints (docs: architecture, CLI). Every ledger balances; those of `apis` add up to `ledger`. */
export interface AssessmentDocument {
  readonly inputs: readonly AssessedInput[];
  readonly apis: readonly AssessedApiRow[];
  readonly ledger: Ledger;
  readonly findings: readonly Finding[];
  /** Where `--out` was written; null without. */
  readonly artifactsDir: string | null;
  /** Further environments, each with what differs there from the plan. */
  readonly environments: readonly EnvironmentRow[];
}

interface EnvironmentRow {
  readonly name: string;
  /** As many as are planned there. */
  readonly resources: number;
  readonly differences: readonly EnvironmentDifference[];
}

interface AssessedApiRow {
  readonly sourceId: string;
  readonly name: string;
  /** REST, HTTP, WEBSOCKET; ACCOUNT for what belongs to no single API: usage plans, keys, domain names. */
  readonly type: AwsApi['type'] | 'ACCOUNT';
  readonly stage: string;
  /** Method and path pairs of the source. */
  readonly operations: number;
  readonly routes: readonly RouteRow[];
  readonly ledger: Ledger;
}

interface RouteRow {
  readonly method: string;
  readonly path: string;
  readonly integration: string;
  readonly uri?: string;
  readonly authorization: string;
  readonly authorizer?: string;
  readonly scopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly validator?: string;
}

/** An assessment as the document that scripts read. */
export function assessmentDocument(
  { plan, apis, shared }: Assessment,
  inputs: readonly AssessedInput[],
  artifactsDir: string | null,
  environments: readonly FurtherEnvironment[] = [],
): AssessmentDocument {
  const rows = apis.map(({ api, ledger }): AssessedApiRow => ({
    sourceId: api.id,
    name: api.name,
    type: api.type,
    stage: api.stage.name,
    operations: new Set(api.routes.map(({ method, path }) => `${method} ${path}`)).size,
    routes: api.routes.map(rowOf(api)),
    ledger,
  }));
  const account = { sourceId: 'account', name: 'What APIs share', type: 'ACCOUNT' as const, stage: '' };
  const others = shared.total === 0 ? [] : [{ ...account, operations: 0, routes: [], ledger: shared }];
  return {
    inputs,
    apis: [...rows, ...others],
    ledger: plan.ledger,
    findings: plan.findings,
    artifactsDir,
    environments: environments.map(({ target: { name }, resources, differences }) => ({
      name,
      resources: resources.length,
      differences,
    })),
  };
}

/** Routes name authorizers and validators by id; people know them by name. */
function rowOf(api: AwsApi): (route: AwsRoute) => RouteRow {
  const authorizers = new Map(api.authorizers.map(({ id, name }) => [id, name]));
  const validators = new Map(api.requestValidators.map(({ id, name }) => [id, name]));
  return ({ method, path, integration, authorizationType, apiKeyRequired, ...route }) => {
    const { authorizerId, requestValidatorId } = route;
    return {
      method,
      path,
      integration: integration?.type ?? 'none',
      ...(integration?.uri === undefined ? {} : { uri: integration.uri }),
      authorization: authorizationType,
      ...(authorizerId === undefined ? {} : { authorizer: authorizers.get(authorizerId) ?? authorizerId }),
      scopes: route.authorizationScopes,
      apiKeyRequired,
      ...(requestValidatorId === undefined
        ? {}
        : { validator: validators.get(requestValidatorId) ?? requestValidatorId }),
    };
  };
}
