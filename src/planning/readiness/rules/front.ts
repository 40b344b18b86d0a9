import { FIREWALL_TYPE } from '../../surroundings/firewall-policy.ts';
import { idOf, LINKS, leadsCallers, type Lack, type ReadinessRule } from '../readiness-rule.ts';

/** The front that run.json names: it must be there before callers are led to it. */
export const front: ReadinessRule = ({
  surroundings: { applicationGateway, frontDoor, service },
  request: { target },
}) => {
  const lacks: Lack[] = [];
  const missing = (name: string, id: string, link: string): Lack => ({
    code: 'FRONT-MISSING',
    message: `The ${name} that run.json names is not there.`,
    needed: 'Callers come in by it.',
    without: 'They reach nothing, or the service without a firewall before it.',
    remedy: 'Make it first (bicep/application-gateway.bicep, bicep/front-door.bicep), or correct the id in run.json.',
    owner: 'network team',
    link,
    at: id,
    blocks: (step) => leadsCallers(step) || idOf(step).includes(FIREWALL_TYPE),
  });
  if (applicationGateway?.state === 'missing')
    lacks.push(missing('Application Gateway', target.applicationGateway ?? '', LINKS.applicationGateway));
  if (frontDoor?.state === 'missing') lacks.push(missing('Front Door', target.frontDoor ?? '', LINKS.frontDoor));
  if (applicationGateway?.state !== 'there') return lacks;
  const { firewall, leadsTo } = applicationGateway.value;
  const common = {
    owner: 'network team',
    link: LINKS.applicationGateway,
    at: target.applicationGateway ?? '',
  } as const;
  if (!firewall)
    lacks.push({
      ...common,
      code: 'FRONT-FIREWALL',
      message: 'The Application Gateway has no firewall: it is not of the tier WAF_v2.',
      needed: 'A policy made of a web ACL guards a gateway of that tier.',
      without: 'Nothing takes the place of AWS WAF.',
      remedy: 'Change its tier to WAF_v2 and give it the policy.',
    });
  const name = service.id.slice(service.id.lastIndexOf('/') + 1).toLowerCase();
  if (!leadsTo.some((each) => each.startsWith(`${name}.`)))
    lacks.push({
      ...common,
      code: 'FRONT-ELSEWHERE',
      message: `No backend of the Application Gateway is the gateway of the service (${leadsTo.join(', ') || 'it has none'}).`,
      needed: 'The front forwards to the service.',
      without: 'Calls end at the front.',
      remedy: 'Add the gateway of the service as a backend; a backend by its private address is right where it is one.',
    });
  return lacks;
};
