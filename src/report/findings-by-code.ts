import { SEVERITIES, type Finding } from '../model/finding.ts';

/** Findings of one code: one explanation, many places. */
export interface FindingGroup {
  readonly id: string;
  readonly first: Finding;
  readonly places: readonly Finding[];
}

/** Groups by severity, the gravest first, then by how many they are. */
export function findingsByCode(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity}-${finding.code}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups]
    .flatMap(([key, places]) => {
      const [first] = places;
      return first === undefined ? [] : [{ id: `finding-${key.toLowerCase()}`, first, places }];
    })
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(b.first.severity) - SEVERITIES.indexOf(a.first.severity) ||
        b.places.length - a.places.length ||
        (a.id < b.id ? -1 : 1),
    );
}

/** A list cut for readers, with what was left off. */
export function capped<T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly more: number } {
  return { shown: items.slice(0, most), more: Math.max(0, items.length - most) };
}
