import { invalid, isJson, type Json } from './answers.ts';

/** Refuses values that the contract's schemas let through, and its descriptions or the documentation of the type do not. */
export function checkValues(type: string, input: Json, isNew: boolean, isConsumption: boolean): void {
  if (type === 'namedValues' && (isNew || input['value'] !== undefined)) checkNamedValue(input);
  if (type === 'products') checkProduct(input);
  if (type === 'apiVersionSets') checkVersionSet(input);
  if (type === 'apis') checkApi(input);
  if (type === 'backends') checkBackend(input, isConsumption);
  if (type === 'apis/operations') checkTemplate(input);
}

/** `It may not be empty or consist only of whitespace` (contract); 4096 characters (Microsoft Learn, named values). */
function checkNamedValue({ value, keyVault }: Json): void {
  if (isJson(keyVault)) return;
  if (typeof value !== 'string' || /^\s*$/.test(value)) throw invalid('value', 'Property value must not be empty.');
  if (value.length > 4096) throw invalid('value', 'Property value must be at most 4096 characters long.');
}

/** As Microsoft's clients have it (hashicorp/terraform-provider-azurerm, api_management_product); the contract says the reverse. */
function checkProduct({ subscriptionRequired, approvalRequired, subscriptionsLimit }: Json): void {
  if (subscriptionRequired !== false) return;
  if (approvalRequired === true)
    throw invalid('approvalRequired', 'ApprovalRequired cannot be set when subscriptionRequired is false.');
  if (typeof subscriptionsLimit === 'number')
    throw invalid('subscriptionsLimit', 'SubscriptionsLimit cannot be set when subscriptionRequired is false.');
}

function checkVersionSet({ versioningScheme, versionHeaderName, versionQueryName }: Json): void {
  const need = (name: string, value: unknown): void => {
    if (typeof value !== 'string')
      throw invalid(name, `${name} is required for the scheme ${String(versioningScheme)}.`);
  };
  if (versioningScheme === 'Header') need('versionHeaderName', versionHeaderName);
  if (versioningScheme === 'Query') need('versionQueryName', versionQueryName);
}

const isAbsolute = (url: string): boolean => /^https?:\/\/[^\s/?#]/i.test(url);

function checkApi({ serviceUrl, apiVersion, apiVersionSetId, type, apiType }: Json): void {
  if (typeof apiVersion === 'string' && apiVersion.length > 0 && typeof apiVersionSetId !== 'string')
    throw invalid('apiVersionSetId', 'An API with a version is part of a version set.');
  if ((type ?? apiType) === 'websocket' || typeof serviceUrl !== 'string' || serviceUrl === '') return;
  if (!isAbsolute(serviceUrl)) throw invalid('serviceUrl', 'ServiceUrl must be an absolute http or https URL.');
}

function checkBackend({ type, url, pool, circuitBreaker }: Json, isConsumption: boolean): void {
  const services = isJson(pool) ? pool['services'] : undefined;
  if (type !== 'Pool' && typeof url === 'string' && !isAbsolute(url))
    throw invalid('url', 'Url must be an absolute http or https URL.');
  if (type === 'Pool' && !Array.isArray(services)) throw invalid('pool', 'A backend pool has services.');
  if (Array.isArray(services) && services.length > 30) throw invalid('pool', 'A pool has at most 30 backends.');
  if (isConsumption && isJson(circuitBreaker))
    throw invalid('circuitBreaker', 'The circuit breaker is not supported in the Consumption tier.');
}

/** Parameters of the template are declared, and the reverse (hashicorp/terraform-provider-azurerm, pull request 29538). */
function checkTemplate({ urlTemplate, templateParameters }: Json): void {
  const template = String(urlTemplate);
  const inTemplate = Array.from(template.matchAll(/\{([^{}]*)\}/g), (match) => String(match[1]).replace(/^\*/, ''));
  const declared = (Array.isArray(templateParameters) ? (templateParameters as unknown[]) : []).map((each) =>
    isJson(each) ? String(each['name']) : '',
  );
  const target = 'templateParameters';
  for (const [index, name] of inTemplate.entries()) {
    if (inTemplate.indexOf(name) !== index) throw invalid('urlTemplate', `Parameter '${name}' is not unique.`);
    if (!declared.includes(name)) throw invalid(target, `All template parameters must be defined: '${name}' is not.`);
  }
  const left = declared.find((name) => !inTemplate.includes(name));
  if (left !== undefined) throw invalid(target, `Parameter '${left}' is not used in the template.`);
  const star = template.indexOf('{*');
  if (star >= 0 && template.indexOf('}', star) !== template.length - 1)
    throw invalid('urlTemplate', 'A wildcard must be the last segment.');
}
