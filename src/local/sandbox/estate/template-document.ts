import { parse, YAMLMap, type CollectionTag, type ScalarTag } from 'yaml';
import { ImportRefused } from '../aws/import-definition.ts';
import { isObject, type Json } from '../aws/import/document.ts';

/** CloudFormation's functions with a short form in YAML; `!Ref` stands for a key without `Fn::`. */
const FUNCTIONS = ['Sub', 'GetAtt', 'Join', 'Select', 'Split', 'If', 'ImportValue', 'FindInMap'];

const TAGS: (ScalarTag | CollectionTag)[] = ['Ref', ...FUNCTIONS].flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = name === 'Ref' ? 'Ref' : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text) => ({ [key]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (list) => {
        const map = new YAMLMap();
        map.set(key, list);
        return map;
      },
    },
  ];
});

/** Reads a definition that may still be a CloudFormation or Terraform template. @throws ImportRefused when it is no JSON or YAML object */
export function readTemplate(text: string): Json {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent', uniqueKeys: false, customTags: TAGS });
  } catch (error) {
    throw new ImportRefused(
      `Unable to parse the definition: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isObject(value)) throw new ImportRefused('Invalid OpenAPI input: the definition is no object.');
  return value;
}
