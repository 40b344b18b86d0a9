import type { AwsApi } from '../../model/aws.ts';
import type { InventoryPart } from '../../model/aws-inventory.ts';
import { isObject, memberOf, type Json, type JsonObject } from '../json.ts';
import {
  readAlarms,
  readCertificates,
  readHostedZones,
  readLogGroups,
  readUserPools,
  readWebAcls,
  webAclOf,
} from './around.ts';
import { readHttpApis } from './http-apis.ts';
import { readApiKeys, readDomainNames, readUsagePlans, readVpcLinks } from './names-and-plans.ts';
import { readRestApis } from './rest-apis.ts';
import { readSamApis } from './sam-apis.ts';
import { readSamNames, readSamPlans } from './sam-names.ts';
import { noteOtherEvents } from './sam-routes.ts';
import { Template } from './template.ts';

/** Whether a document is a template of CloudFormation or SAM. */
export function isTemplate(document: Json): document is JsonObject {
  return isObject(document) && isObject(memberOf(document, 'Resources'));
}

/**
 * What a template deploys of API Gateway and around it, by its defaults. What only a deployment knows is a gap or a placeholder in
 * the text, properties of API Gateway's resources that nobody knows are unclaimed. Never throws for what a template says.
 */
export function readTemplate(file: string, document: JsonObject): InventoryPart {
  const template = new Template(document, { arn: `file:${file}`, pointer: '' });
  const apis = [...readRestApis(template), ...readHttpApis(template), ...readSamApis(template)].map((api) =>
    withWebAcl(template, api),
  );
  noteOtherEvents(template, template.ofType('AWS::Serverless::StateMachine'));
  noteOtherTypes(template);
  const sam = { ...readSamNames(template, apis), ...readSamPlans(template, apis) };
  const domainNames = [...readDomainNames(template), ...sam.domainNames];
  const destinations = apis.flatMap(({ stage }) => stage.accessLog?.destinationArn ?? []);
  return {
    apis,
    domainNames,
    usagePlans: [...readUsagePlans(template), ...sam.usagePlans],
    apiKeys: [...readApiKeys(template), ...sam.apiKeys],
    vpcLinks: readVpcLinks(template),
    userPools: readUserPools(template),
    webAcls: readWebAcls(template),
    certificates: readCertificates(template),
    hostedZones: [
      ...readHostedZones(
        template,
        domainNames.map(({ name }) => name),
      ),
      ...sam.hostedZones,
    ],
    alarms: readAlarms(template),
    logGroups: readLogGroups(template, destinations),
    unclaimed: [...new Map(template.notes.unclaimed.map((each) => [each.at.pointer, each])).values()],
    gaps: template.notes.gaps,
  };
}

function withWebAcl(template: Template, api: AwsApi): AwsApi {
  const webAclArn = api.type === 'REST' ? webAclOf(template, api.id, api.stage.name) : undefined;
  return webAclArn === undefined ? api : { ...api, stage: { ...api.stage, webAclArn } };
}

/** Types that are read above, or mean nothing to callers. */
const KNOWN = new RegExp(
  `^AWS::(${[
    'ApiGateway::(RestApi|Resource|Method|Deployment|Stage|Model|RequestValidator|Authorizer|GatewayResponse|VpcLink)',
    'ApiGateway::(DomainName|DomainNameV2|BasePathMapping|BasePathMappingV2|UsagePlan|UsagePlanKey|ApiKey)',
    'ApiGateway::(Account|DocumentationPart|DocumentationVersion|ClientCertificate)',
    'ApiGatewayV2::(Api|Route|Integration|IntegrationResponse|RouteResponse|Authorizer|Stage|Deployment|Model|VpcLink)',
    'ApiGatewayV2::(DomainName|ApiMapping)',
    'Serverless::(Api|HttpApi|Function|StateMachine|SimpleTable|LayerVersion|Connector|GraphQLApi)',
  ].join('|')})$`,
);

/** A resource of API Gateway that nobody reads may be a guard; a stack inside this one may hold anything. */
function noteOtherTypes({ resources, notes }: Template): void {
  for (const { id, type, at } of resources) {
    if (/^AWS::(CloudFormation::Stack|Serverless::Application)$/.test(type)) {
      const remedy = 'Assess its template as well, or what is deployed.';
      notes.gap(at, `The nested stack ${id}`, 'its template lies outside of this one', remedy, 'blocker');
      continue;
    }
    if (!/^AWS::(ApiGateway|ApiGatewayV2|Serverless)::/.test(type) || KNOWN.test(type)) continue;
    notes.gap(
      at,
      `The resource ${id}`,
      `resources of type ${type} are not read`,
      'Assess what is deployed.',
      'blocker',
    );
  }
}
