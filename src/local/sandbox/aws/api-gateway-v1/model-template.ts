import type { Model } from '@aws-sdk/client-api-gateway';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
}

/** Deeper than that a schema refers to itself. */
const DEEPEST = 8;

/** GetModelTemplate: a mapping template that makes a value of the model, with made-up values in it. */
export function modelTemplate(model: Model, models: readonly Model[]): string {
  return `#set($inputRoot = $input.path('$'))\n${sample(schemaOf(model), models, '$inputRoot', 0)}`;
}

const schemaOf = ({ schema = '{}' }: Model): Schema => JSON.parse(schema) as Schema;

function sample(schema: Schema, models: readonly Model[], at: string, depth: number): string {
  if (depth > DEEPEST) return '{}';
  const { $ref, type, properties, items } = schema;
  if ($ref !== undefined) {
    const model = models.find(({ name }) => name === $ref.split('/').at(-1));
    return model ? sample(schemaOf(model), models, at, depth + 1) : '{}';
  }
  if (type === 'array')
    return `[\n#foreach($elem in ${at})\n  ${sample(items ?? {}, models, '$elem', depth + 1)}#if($foreach.hasNext),#end\n\n#end\n]`;
  if (type === 'object' || properties) {
    const members = Object.entries(properties ?? {}).map(
      ([name, member]) => `  "${name}" : ${sample(member, models, `${at}.${name}`, depth + 1)}`,
    );
    return `{\n${members.join(',\n')}\n}`;
  }
  const values: Readonly<Record<string, string>> = { integer: '42', number: '123.45', boolean: 'true' };
  return values[type ?? ''] ?? '"foo"';
}
