import type { AwsApi, AwsModel } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/plan.ts';
import { componentSchema, type ComponentSchema } from './component-schema.ts';
import { decide, defineFeature, enter, report, NOTHING, type FeatureContext } from './feature.ts';

/** Bytes that an import takes inline (docs: mapping, C1: 4 MB), less room for the operations. */
const MOST_BYTES = 3_500_000;

/** Models as schemas of the API, which its operations refer to (docs: mapping, B1, C1). */
export const models = defineFeature({
  id: 'models',
  fidelity: 'C',
  claims: ['model'],
  findings: {
    'MODEL-NOT-JSON': {
      severity: 'review',
      message: 'The model {detail} is no JSON Schema that can be read, and is not imported.',
      awsBehaviour: 'The model describes payloads; without a validator it refuses none.',
      apimBehaviour: 'The payload is not described.',
      remedy: 'Correct the model, or describe the payload in API Management.',
    },
    'MODEL-SIMPLER': {
      severity: 'info',
      message: 'The schema {detail}, which OpenAPI 3.0 cannot say.',
      awsBehaviour: 'Models are JSON Schema, draft 4.',
      apimBehaviour: 'Schemas of imported APIs are those of OpenAPI 3.0.',
      remedy: 'Nothing needs to be done: what it describes is allowed to be more, never less.',
    },
    'MODEL-CUT': {
      severity: 'decision',
      message: 'The model {detail}.',
      awsBehaviour: 'Models may contain themselves, and may refer to schemas elsewhere.',
      apimBehaviour: 'An import takes neither recursive schemas nor external references.',
      remedy: 'Decide what the schema shows at these places.',
      options: [
        {
          name: 'any-value-there',
          consequence: 'The schema allows anything where it would refer to itself or elsewhere.',
          recommended: true,
        },
        { name: 'leave-the-model-out', consequence: 'The payload is not described.' },
      ],
    },
    'MODELS-TOO-LARGE': {
      severity: 'review',
      message: 'The models are {detail} bytes together and are not imported.',
      awsBehaviour: 'Models have a limit each, not together.',
      apimBehaviour: 'An import takes 4 MB.',
      remedy: 'Put the schemas one by one where the developer portal should show them.',
    },
  },
  translate(api, context) {
    if (api.models.length === 0) return NOTHING;
    const carried = carriedModels(api, context);
    const schemas = Object.assign({}, ...carried.map(({ components }) => components)) as Record<string, unknown>;
    const bytes = new TextEncoder().encode(JSON.stringify(schemas)).length;
    if (bytes > MOST_BYTES)
      return {
        ...NOTHING,
        findings: [report(models, 'MODELS-TOO-LARGE', api.at, String(bytes))],
        entries: enter('models', modelConstructs(api.models), 'manual'),
      };
    return {
      ...NOTHING,
      schemas,
      findings: carried.flatMap(({ findings }) => findings),
      entries: carried.flatMap(({ entries }) => entries),
    };
  },
});

interface CarriedModel {
  readonly components: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

const modelConstructs = (of: readonly AwsModel[]) => of.map(({ at }) => ({ kind: 'model' as const, at }));

function carriedModels(api: AwsApi, context: FeatureContext): readonly CarriedModel[] {
  const known = new Set(api.models.map(({ name }) => name));
  const read = api.models.map((model) => ({ model, schema: parsed(model.schema) }));
  const made = read.map(({ model, schema }) =>
    schema === undefined ? undefined : componentSchema(model.name, schema, known),
  );
  const all = Object.assign({}, ...made.map((each) => each?.components)) as Record<string, unknown>;
  const cut = withoutCycles(all);
  return read.map(({ model }, index) => carry(model, made[index], cut, context));
}

function carry(model: AwsModel, made: ComponentSchema | undefined, cut: Cut, context: FeatureContext): CarriedModel {
  const constructs = modelConstructs([model]);
  if (made === undefined)
    return {
      components: {},
      findings: [report(models, 'MODEL-NOT-JSON', model.at, model.name)],
      entries: enter('models', constructs, 'manual'),
    };
  const own = Object.keys(made.components);
  const components = Object.fromEntries(own.map((name) => [name, cut.components[name]]));
  const simpler =
    made.dropped.length === 0
      ? []
      : [report(models, 'MODEL-SIMPLER', model.at, `${model.name} has ${made.dropped.join(', ')}`)];
  const why = [
    ...(own.some((name) => cut.recursive.has(name)) ? ['contains itself'] : []),
    ...(made.external.length === 0 ? [] : [`refers to ${made.external.join(', ')}`]),
  ];
  if (why.length === 0) {
    const column = simpler.length === 0 ? 'translated' : 'differs';
    return { components, findings: simpler, entries: enter('models', constructs, column) };
  }
  const { option, column, isOpen, finding } = decide(
    report(models, 'MODEL-CUT', model.at, `${model.name} ${why.join(' and ')}`),
    context,
  );
  const isLeft = option !== 'any-value-there';
  return {
    components: isLeft ? emptied(own) : components,
    findings: [...simpler, finding],
    entries: enter('models', constructs, isLeft && column === 'differs' ? 'manual' : column, isOpen),
  };
}

/** Other models may refer to it, so its name stays and says nothing. */
const emptied = (names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(names.map((name) => [name, {}]));

function parsed(schema: string): unknown {
  try {
    const value: unknown = JSON.parse(schema);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Cut {
  readonly components: Readonly<Record<string, unknown>>;
  /** Components that a reference was taken out of, since it closed a circle. */
  readonly recursive: ReadonlySet<string>;
}

const COMPONENT = '#/components/schemas/';

/** The component that a reference names, if there is one. */
function componentOf(reference: string, components: Readonly<Record<string, unknown>>): string | undefined {
  const name = reference.startsWith(COMPONENT) ? reference.slice(COMPONENT.length) : undefined;
  return name !== undefined && Object.hasOwn(components, name) ? name : undefined;
}

/** Components without circles: the reference that closes one becomes an empty schema. */
function withoutCycles(components: Readonly<Record<string, unknown>>): Cut {
  const done = new Map<string, unknown>();
  const recursive = new Set<string>();
  const open: string[] = [];
  const visit = (name: string): void => {
    open.push(name);
    done.set(name, rewrite(components[name], name));
    open.pop();
  };
  const rewrite = (value: unknown, within: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => rewrite(each, within));
    if (value === null || typeof value !== 'object') return value;
    const reference = (value as { readonly $ref?: unknown }).$ref;
    const target = typeof reference === 'string' ? componentOf(reference, components) : undefined;
    if (target !== undefined && open.includes(target)) {
      recursive.add(within);
      return {};
    }
    if (target !== undefined && !done.has(target)) visit(target);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rewrite(each, within)]));
  };
  for (const name of Object.keys(components)) if (!done.has(name)) visit(name);
  return { components: Object.fromEntries(done), recursive };
}
