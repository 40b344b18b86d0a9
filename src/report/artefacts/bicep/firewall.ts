import type { WafPolicy } from '../../../model/azure-waf.ts';
import type { ArtefactFile } from '../artefact-file.ts';
import { bicepComment, bicepOf, Reference } from './bicep-text.ts';
import { FIREWALL_TYPE, FIREWALL_VERSION, firewallBody } from '../../../planning/surroundings/firewall-policy.ts';

/** A policy of Application Gateway's firewall as an entry point of its own. It detects until its parameter says otherwise. */
export function firewallFile(policy: WafPolicy): ArtefactFile {
  const content = [
    bicepComment('Rules of a web ACL of AWS WAF. Detection first: read its log before mode becomes Prevention.'),
    "@allowed(['Detection', 'Prevention'])\n",
    "param mode string = 'Detection'\n",
    'param location string = resourceGroup().location\n',
    '\n',
    `resource policy '${FIREWALL_TYPE}@${FIREWALL_VERSION}' = ${bicepOf({ name: policy.name, ...firewallBody(policy, new Reference('location'), new Reference('mode')) })}\n`,
    '\n',
    'output id string = policy.id\n',
  ].join('');
  return { path: `bicep/${policy.name}.bicep`, content };
}
