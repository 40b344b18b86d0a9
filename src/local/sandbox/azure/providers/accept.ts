import { isJson, Refusal, type Json } from '../answers.ts';
import type { ResourceType, Written } from './resource-type.ts';

/** @throws Refusal 400 for a body that the type's contract has no place for. */
export function assertAcceptable(type: ResourceType, written: Written): void {
  const { name, body, properties } = written;
  if (type.name !== undefined && !type.name.test(name))
    throw refused('InvalidResourceName', `'${name}' is no name of a ${type.type}.`);
  for (const path of type.required ?? [])
    if (memberAt(body, path) === undefined || memberAt(body, path) === null)
      throw refused('InvalidRequestContent', `The required member ${path} is missing.`);
  const top = [
    'id',
    'name',
    'type',
    'properties',
    'etag',
    ...(type.isTracked ? ['location', 'tags'] : []),
    ...(type.more ?? []),
  ];
  for (const member of Object.keys(body))
    if (!top.includes(member))
      throw refused('InvalidRequestContent', `Could not find member '${member}' on ${type.type}.`);
  const known = type.members;
  for (const member of Object.keys(properties))
    if (known !== undefined && !known.includes(member))
      throw refused('InvalidRequestContent', `Could not find member 'properties.${member}' on ${type.type}.`);
  for (const [member, values] of Object.entries(type.values ?? {}))
    if (member in properties && !values.includes(String(properties[member])))
      throw refused('ValidationError', `${member} is one of ${values.join(', ')}.`);
  type.check?.(written);
}

function memberAt(body: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isJson(value) ? value[name] : undefined), body);
}

const refused = (code: string, message: string): Refusal => new Refusal(400, code, message);
