import { elementsOf } from '../../policy/tree.ts';
import { GatewayFailure, SimulatorDefect } from '../failure.ts';
import { attributeOr, textOf } from '../state.ts';
import type { PolicyExecutor } from './policy.ts';

/** The caller's address is the one of the connection; headers do not count. */
export const ipFilter: PolicyExecutor = (flow, element) => {
  const address = toNumber(flow.original.ip);
  const isListed = elementsOf(element.children).some((child) => {
    if (child.name === 'address') return toNumber(textOf(flow, child)) === address;
    return (
      address >= toNumber(attributeOr(flow, child, 'from', '')) &&
      address <= toNumber(attributeOr(flow, child, 'to', ''))
    );
  });
  if (isListed === (attributeOr(flow, element, 'action', 'allow') === 'allow')) return;
  throw new GatewayFailure({
    source: element.name,
    reason: isListed ? 'CallerIpBlocked' : 'CallerIpNotAllowed',
    message: 'Forbidden',
    status: 403,
  });
};

function toNumber(address: string): number {
  const parts = address.trim().split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    throw new SimulatorDefect(`ip-filter: ${address} is no IPv4 address`);
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
