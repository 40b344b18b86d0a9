import ajvDraft04 from 'ajv-draft-04';

/** Whether a JSON value is what a schema describes. */
export type JsonTest = (value: unknown) => boolean;

/** Formats are notes to people: API Gateway's and API Management's validators are not documented to hold values to them. */
const OPTIONS = { strict: false, validateFormats: false, logger: false } as const;

/**
 * The test of a model of API Gateway's: JSON Schema draft 4, which may refer to the API's other models by their address.
 * @param models schemas by address, the one to test by among them
 * @throws Error for what is no schema
 */
export function draft04Test(models: ReadonlyMap<string, object>, address: string): JsonTest {
  const validator = new ajvDraft04.default(OPTIONS);
  for (const [id, schema] of models) validator.addSchema(schema, id);
  const test = validator.getSchema(address);
  if (test === undefined) throw new Error(`no schema ${address}`);
  return (value) => test(value) === true;
}

const TESTS = new WeakMap<object, Map<string, JsonTest>>();

/** The test of a place in one document, such as `#/components/schemas/Order`. @throws Error for what is no schema */
export function documentTest(document: object, reference: string): JsonTest {
  const known = TESTS.get(document) ?? new Map<string, JsonTest>();
  TESTS.set(document, known);
  const test = known.get(reference) ?? draft04Test(new Map([[DOCUMENT, document]]), `${DOCUMENT}${reference}`);
  known.set(reference, test);
  return test;
}

const DOCUMENT = 'urn:crossgate:document';
