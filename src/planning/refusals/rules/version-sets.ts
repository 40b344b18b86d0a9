import type { PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

/** Members that a scheme asks for. */
const NAMES: Readonly<Record<string, string>> = { Header: 'versionHeaderName', Query: 'versionQueryName' };

/** A set of versions says where a call names its version, and only APIs of a set have one. */
export const versionSets: RefusalRule = {
  code: 'VERSIONS-REFUSED',
  source: 'Azure/azure-rest-api-specs, ApiVersionSetContractProperties and ApiContractProperties: descriptions',
  checked: '2026-11-29',
  remedy: 'Name the header or query parameter, or take the API out of the versions.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    for (const { step, path, properties } of plan.ofKind('apiVersionSets')) {
      const member = NAMES[String(properties['versioningScheme'])];
      if (member !== undefined && (properties[member] === undefined || properties[member] === null))
        yield refused(step, `${path}: ${member}`, `versions by ${String(properties['versioningScheme'])} need it`);
    }
    for (const { step, path, properties } of plan.ofKind('apis')) {
      const { apiVersion, apiVersionSetId } = properties;
      if (typeof apiVersion === 'string' && apiVersion !== '' && typeof apiVersionSetId !== 'string')
        yield refused(step, `${path}: apiVersion`, 'it is in no set of versions');
    }
  },
};
