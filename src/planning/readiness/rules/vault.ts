import type { Step } from '../../../model/plan.ts';
import { LINKS, readsVault, type Lack, type ReadinessRule } from '../readiness-rule.ts';

const takesCertificates = ({ kind }: Step): boolean => kind === 'transfer-certificate';

/** The run puts certificates into the vault, and the service reads them there. The import of APIs needs neither. */
export const vault: ReadinessRule = ({ surroundings: { vault: read, service }, request: { keyVault }, steps }) => {
  const isNeeded = steps.some((step) => readsVault(step) || takesCertificates(step));
  if (!isNeeded) return [];
  const common = { owner: 'security team', link: LINKS.keyVault, at: `run:keyVault/${keyVault}` } as const;
  if (read.state === 'unknown')
    return [
      {
        ...common,
        code: 'VAULT-UNKNOWN',
        message: `Whether the service may read the vault ${keyVault} could not be seen: ${read.reason}`,
        needed: 'The service reads certificates and secrets there.',
        without: 'Binding a host name fails where it may not.',
        remedy: 'Let the run read the vault and its role assignments (Reader), or look yourself.',
      },
    ];
  if (read.state === 'missing')
    return [
      {
        ...common,
        code: 'VAULT-MISSING',
        message: `There is no vault ${keyVault} in the subscription of the service.`,
        needed: 'Certificates go there, and the service reads them.',
        without: 'No certificate can be carried over, and no host name bound.',
        remedy: 'Make the vault, or correct keyVault in run.json.',
        blocks: (step) => takesCertificates(step) || readsVault(step),
      },
    ];
  const { isReadByService, mayImport, isPublic, access } = read.value;
  const lacks: Lack[] = [];
  if (!isReadByService && service.principals.length > 0)
    lacks.push({
      ...common,
      code: 'VAULT-ROLE',
      message: `The service's identity may not read secrets of the vault ${keyVault}.`,
      needed: 'It reads certificates and secrets there.',
      without: 'Binding a host name fails, and so does a named value that refers to a secret.',
      remedy:
        access === 'roles'
          ? 'Deploy bicep/key-vault-role.bicep: it gives the identity the role Key Vault Secrets User.'
          : "Let the identity get secrets in the vault's access policies.",
      blocks: readsVault,
    });
  if (mayImport === false)
    lacks.push({
      ...common,
      code: 'VAULT-IMPORT',
      message: `The run's identity may not import certificates into the vault ${keyVault}.`,
      needed: 'The run carries certificates over.',
      without: 'The step that imports them is refused.',
      remedy: "Give the run's identity the role Key Vault Certificates Officer at the vault.",
      blocks: takesCertificates,
    });
  if (!isPublic && service.network === 'None')
    lacks.push({
      ...common,
      code: 'VAULT-NETWORK',
      message: `The vault ${keyVault} is closed to public networks, and the service is in none of yours.`,
      needed: 'The service reaches the vault.',
      without: "It does only where the vault's firewall lets trusted services of Microsoft through.",
      remedy: 'See that the firewall of the vault has "Allow trusted Microsoft services" on.',
    });
  return lacks;
};
