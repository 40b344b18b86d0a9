import { below, type SourceRef } from '../model/source-ref.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import type { Notes } from './notes.ts';
import { intrinsic } from './placeholders.ts';

const EXTENSION = /^x-amazon-/i;

/** Where each extension is read, by the path of the object that holds it; `*` is any name. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'x-amazon-apigateway-any-method': ['paths/*'],
  'x-amazon-apigateway-api-key-source': [''],
  'x-amazon-apigateway-auth': ['paths/*/*'],
  'x-amazon-apigateway-authorizer': ['securityDefinitions/*', 'components/securitySchemes/*'],
  'x-amazon-apigateway-authtype': ['securityDefinitions/*', 'components/securitySchemes/*'],
  'x-amazon-apigateway-binary-media-types': [''],
  'x-amazon-apigateway-cors': [''],
  'x-amazon-apigateway-documentation': [''],
  'x-amazon-apigateway-endpoint-configuration': ['', 'servers/*'],
  'x-amazon-apigateway-gateway-responses': [''],
  'x-amazon-apigateway-importexport-version': [''],
  'x-amazon-apigateway-integration': ['paths/*/*'],
  'x-amazon-apigateway-integrations': ['components'],
  'x-amazon-apigateway-minimum-compression-size': [''],
  'x-amazon-apigateway-policy': [''],
  'x-amazon-apigateway-request-validator': ['', 'paths/*/*'],
  'x-amazon-apigateway-request-validators': [''],
  'x-amazon-apigateway-tag-value': ['tags/*'],
};

/** Extensions that are read member by member: as anything but an object they would say nothing to their readers. */
const OBJECTS = new Set(
  [
    'auth',
    'authorizer',
    'cors',
    'endpoint-configuration',
    'gateway-responses',
    'integrations',
    'request-validators',
  ].map((name) => `x-amazon-apigateway-${name}`),
);

/** Every `x-amazon-*` key that nobody reads, wherever it stands: API Gateway may do something by it. */
export function noteUnknownExtensions(document: JsonObject, root: SourceRef, notes: Notes): void {
  const open: [Json, Path][] = [[document, undefined]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, at] = next;
    if (isList(value)) value.forEach((item, index) => push(open, item, at, String(index)));
    if (!isObject(value)) continue;
    for (const [key, member] of Object.entries(value)) {
      if (!EXTENSION.test(key)) {
        push(open, member, at, key);
        continue;
      }
      const path = segmentsOf(at);
      if (!isKnown(key, path)) notes.unknown(below(root, ...path, key), key);
      else if (OBJECTS.has(key) && !isPlainObject(member)) {
        const remedy = 'Correct the definition, or assess what is deployed.';
        notes.gap(below(root, ...path, key), `The extension ${key}`, 'it is no object', remedy, 'blocker');
      } else if (key === 'x-amazon-apigateway-any-method') push(open, member, at, key);
    }
  }
}

/** A template's function in the place of an object is not one that can be read. */
function isPlainObject(value: Json | undefined): boolean {
  return isObject(value) && intrinsic(value) === undefined;
}

/** The way to a value, from its end: few of them are ever written out. */
type Path = { readonly key: string; readonly before: Path } | undefined;

function push(open: [Json, Path][], value: Json, before: Path, key: string): void {
  if (value !== null && typeof value === 'object') open.push([value, { key, before }]);
}

function segmentsOf(path: Path): readonly string[] {
  const segments: string[] = [];
  for (let at = path; at !== undefined; at = at.before) segments.push(at.key);
  return segments.reverse();
}

function isKnown(key: string, place: readonly string[]): boolean {
  // A condition of a template stands in the place of one of its branches.
  const path = place.filter((segment, index) => segment !== 'Fn::If' && place[index - 1] !== 'Fn::If');
  return (KNOWN[key] ?? []).some((known) => {
    const parts = known === '' ? [] : known.split('/');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}
