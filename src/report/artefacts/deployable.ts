import { MOST_LOADED_TEXT } from '../../planning/deployment-findings.ts';
import { rootOf } from './arm-resource.ts';
import { isFragment, isLink, isPolicy } from './apiops-layout.ts';
import { MOST_LOADED_JSON, specificationText } from './apiops.ts';
import { compiledBytes } from './deployments.ts';
import type { PlannedResource } from './planned-resources.ts';
import { splitSpecification } from './split-specification.ts';

/** Bytes of one resource in a deployment (Microsoft Learn, template best practices: 1 MB each; read 2026-11-29), with some to spare. */
const MOST_OF_RESOURCE = 1_000_000;

/** Bytes of a specification with the blanks that the compiler puts before each line, so that a deployment has room for it. */
const MOST_COMPILED = 3_000_000;

/** What Bicep and ARM JSON deploy, and what they leave to a run. */
export interface Deployable {
  readonly resources: readonly PlannedResource[];
  /** Resources of the service that are too long for a deployment; nothing of them and nothing that names them is deployed. */
  readonly left: readonly string[];
}

/**
 * The plan's resources as deployments can carry them. An API or a product whose policy is too long is left out whole: without the
 * policy it would be open. A specification that is too long becomes its operations.
 */
export function deployable(planned: readonly PlannedResource[]): Deployable {
  const own = new Set(planned.map(({ path }) => path));
  const resources = planned.flatMap((resource) => withoutLongText(resource, own));
  const left = new Set(resources.filter(isTooLong).map(({ path }) => rootOf(path)));
  if (left.size === 0) return { resources, left: [] };
  for (const { path, properties } of resources)
    if (left.has(String(properties['scope']).replace(/^\//, ''))) left.add(path);
  const isLeft = ({ path }: PlannedResource): boolean =>
    left.has(rootOf(path)) || (isLink(path) && left.has(path.split('/').slice(2).join('/')));
  return { resources: resources.filter((each) => !isLeft(each)), left: [...left].sort() };
}

/** An operation that is put by itself after the import stays as it is put. */
function withoutLongText(resource: PlannedResource, own: ReadonlySet<string>): readonly PlannedResource[] {
  const { path, properties } = resource;
  if (properties['format'] !== 'openapi+json') return [resource];
  const { format: _format, value, ...others } = properties;
  if (isLoadable(resource)) return [resource];
  const operations = splitSpecification(path, String(value)).filter((each) => !own.has(each.path));
  return [{ path, properties: others }, ...operations];
}

const isLoadable = (resource: PlannedResource): boolean => {
  const value = String(resource.properties['value']);
  return (
    Buffer.byteLength(JSON.stringify(value)) <= MOST_OF_RESOURCE &&
    specificationText(value).length <= MOST_LOADED_JSON &&
    compiledBytes(resource) <= MOST_COMPILED
  );
};

function isTooLong({ path, properties }: PlannedResource): boolean {
  if (isPolicy(path) || isFragment(path)) return String(properties['value']).length > MOST_LOADED_TEXT;
  return 'document' in properties && Buffer.byteLength(JSON.stringify(properties)) > MOST_OF_RESOURCE;
}
