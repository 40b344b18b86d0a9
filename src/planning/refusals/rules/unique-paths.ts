import { keyOf, type Properties, type PlannedWrites } from '../planned-writes.ts';
import { refused, type Refused, type RefusalRule } from '../refusal-rule.ts';

interface Mounted {
  readonly api: string;
  readonly set: string;
  readonly version: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const pathOf = ({ path }: Properties): string =>
  textOf(path)
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
/** Revisions of an API are mounted where it is. */
const nameOf = (path: string): string => keyOf(path).replace(/;rev=\d+$/, '');
const mounted = (path: string, properties: Properties): Mounted => ({
  api: nameOf(path),
  set: textOf(properties['apiVersionSetId']).split('/').at(-1)?.toLowerCase() ?? '',
  version: textOf(properties['apiVersion']).toLowerCase(),
});

/** Two APIs are mounted at one path only as different versions of one set. */
export const uniquePaths: RefusalRule = {
  code: 'PATH-TAKEN',
  source: 'Azure/azure-powershell issues 8957 and 11027, Azure/apiops issue 712: 400 ValidationError, target path',
  checked: '2026-11-29',
  remedy: 'Mount one of the APIs at another path, or give them versions of one set.',
  *refusals(plan: PlannedWrites): Iterable<Refused> {
    const at = new Map<string, Map<string, Mounted>>();
    const places = new Map<string, string>();
    const mount = (path: string, properties: Properties): Mounted | undefined => {
      const own = mounted(path, properties);
      const place = pathOf(properties);
      const before = places.get(own.api);
      if (before !== undefined && before !== place) at.get(before)?.delete(own.api);
      const others = at.get(place) ?? new Map<string, Mounted>();
      const taken = [...others.values()].find(
        ({ api, set, version }) => api !== own.api && (set === '' || set !== own.set || version === own.version),
      );
      places.set(own.api, place);
      at.set(place, others.set(own.api, own));
      return taken;
    };
    for (const { path, properties } of plan.heldOfKind('apis')) mount(path, properties);
    for (const { step, path, properties } of plan.ofKind('apis')) {
      const taken = mount(path, properties);
      if (taken !== undefined)
        yield refused(step, `${path}: path`, `${taken.api} is mounted at /${pathOf(properties)} already`);
    }
  },
};
