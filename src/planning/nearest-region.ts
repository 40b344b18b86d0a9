/**
 * The region of Azure that is nearest to each one of AWS: the same city or country where there is one (region tables of both clouds,
 * checked 2026-11-29). A proposal for people, never a decision: law and other systems may ask for another.
 */
const NEAREST: Readonly<Record<string, string>> = {
  'af-south-1': 'southafricanorth',
  'ap-east-1': 'eastasia',
  'ap-northeast-1': 'japaneast',
  'ap-northeast-2': 'koreacentral',
  'ap-northeast-3': 'japanwest',
  'ap-south-1': 'centralindia',
  'ap-south-2': 'southindia',
  'ap-southeast-1': 'southeastasia',
  'ap-southeast-2': 'australiaeast',
  'ap-southeast-4': 'australiasoutheast',
  'ca-central-1': 'canadaeast',
  'eu-central-1': 'germanywestcentral',
  'eu-central-2': 'switzerlandnorth',
  'eu-north-1': 'swedencentral',
  'eu-south-1': 'italynorth',
  'eu-south-2': 'spaincentral',
  'eu-west-1': 'northeurope',
  'eu-west-2': 'uksouth',
  'eu-west-3': 'francecentral',
  'il-central-1': 'israelcentral',
  'me-central-1': 'uaenorth',
  'sa-east-1': 'brazilsouth',
  'us-east-1': 'eastus',
  'us-east-2': 'eastus2',
  'us-west-1': 'westus',
  'us-west-2': 'westus2',
};

/** Undefined for a region that is not known. */
export const nearestRegion = (region: string): string | undefined => NEAREST[region];
