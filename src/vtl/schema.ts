/** What a JSON Schema, draft 4 as API Gateway's models are, says of the values in a payload. */
export type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A payload's schema with what its references name, so that parts of it know where to look. */
export interface Typed {
  readonly root: Schema;
  readonly schema: Schema;
}

export function typed(root: Schema): Typed {
  return resolved({ root, schema: root });
}

/** References within the document; one to elsewhere says nothing. */
function resolved(given: Typed): Typed {
  const reference = given.schema['$ref'];
  if (typeof reference !== 'string') return given;
  const target = reference.startsWith('#/')
    ? reference
        .slice(2)
        .split('/')
        .reduce<unknown>((node, name) => (isSchema(node) ? node[name] : undefined), given.root)
    : undefined;
  // A reference to a reference would have to be followed with care for circles.
  return { root: given.root, schema: isSchema(target) && target['$ref'] === undefined ? target : {} };
}

/** What is said of a member of an object. */
export function memberType({ root, schema }: Typed, name: string): Typed | undefined {
  const { type, properties } = schema;
  if (type !== 'object' || !isSchema(properties) || !Object.hasOwn(properties, name)) return undefined;
  const member = properties[name];
  return isSchema(member) ? resolved({ root, schema: member }) : undefined;
}

/** What is said of every item of a list. */
export function itemType({ root, schema }: Typed): Typed | undefined {
  const { type, items } = schema;
  return type === 'array' && isSchema(items) ? resolved({ root, schema: items }) : undefined;
}

/** Whether a value is text, if there is one. */
export const isText = ({ schema }: Typed): boolean => schema['type'] === 'string';
