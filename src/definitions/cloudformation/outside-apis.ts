import { apiOf, type Resource, type Template } from './template.ts';

const PARTS = {
  'AWS::ApiGateway::RestApi': [
    'AWS::ApiGateway::Method',
    'AWS::ApiGateway::Resource',
    'AWS::ApiGateway::Stage',
    'AWS::ApiGateway::Deployment',
    'AWS::ApiGateway::Authorizer',
    'AWS::ApiGateway::Model',
    'AWS::ApiGateway::RequestValidator',
    'AWS::ApiGateway::GatewayResponse',
  ],
  'AWS::ApiGatewayV2::Api': [
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Stage',
    'AWS::ApiGatewayV2::Authorizer',
    'AWS::ApiGatewayV2::Model',
  ],
} as const;

/**
 * APIs that parts of this template belong to and that lie in another (nested stacks, imports): what is here of them is read, and
 * that it is not all is a gap.
 */
export function outsideApis(template: Template, type: keyof typeof PARTS): readonly Resource[] {
  const types = PARTS[type];
  const found = new Map<string, Resource>();
  for (const part of template.ofType(...types)) {
    const id = apiOf(part.properties);
    if (template.byId(id) !== undefined || found.has(id)) continue;
    found.set(id, { id, type, at: part.at, properties: { Name: id || `the API of ${part.id}` } });
    const reason = 'it lies outside of this template: what else it has is not known';
    const remedy = 'Assess the template that it lies in as well, or what is deployed.';
    template.notes.gap(part.at, `The API of ${part.id}`, reason, remedy, 'blocker');
  }
  return [...found.values()];
}
