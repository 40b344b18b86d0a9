/** What becomes of a construct of API Gateway today. */
export type Carriage =
  /** Resources and policies of the plan, which a run puts and whose effect requests show. */
  | 'applied'
  /** Resources of the plan that no request can show. */
  | 'planned'
  /** API Gateway stays the origin of the route and goes on doing it, by decision. */
  | 'origin'
  /** A file of the assessment for somebody to deploy, since it stands beside the service. */
  | 'artefact'
  /** The service does it by itself, without anything to set up. */
  | 'given'
  /** Findings, and a worksheet where it is a construct of the ledger. */
  | 'finding';

/** A row of the guide's mapping: one construct of API Gateway and where it goes. */
export interface CatalogueRow {
  readonly aws: string;
  readonly target: string;
  /** What the mapping promises: E exact, C with a caveat, D needs a decision, U unsupported. */
  readonly fidelity: 'E' | 'C' | 'D' | 'U' | 'C/D' | 'E/C' | 'U/D';
  readonly carriage: Carriage;
  /** Ids of the features, or `planning` for what steps of plans and names do. */
  readonly by: readonly string[];
}

export interface CatalogueGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly CatalogueRow[];
}

type Row = readonly [
  aws: string,
  target: string,
  fidelity: CatalogueRow['fidelity'],
  carriage: Carriage,
  ...by: readonly string[],
];

export function group(id: string, title: string, ...rows: readonly Row[]): CatalogueGroup {
  return {
    id,
    title,
    rows: rows.map(([aws, target, fidelity, carriage, ...by]) => ({ aws, target, fidelity, carriage, by })),
  };
}
