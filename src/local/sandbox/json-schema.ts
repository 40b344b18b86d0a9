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
