import type { ConstructKind } from '../../model/construct.ts';
import type { AwsInventory } from '../../model/aws-inventory.ts';

/** Read from Microsoft's guide on this day: learn.microsoft.com/azure/api-management/migrate-amazon-api-gateway-to-api-management. */
export const GUIDE_READ = '2026-11-25';
export const GUIDE_URL =
  'https://learn.microsoft.com/azure/api-management/migrate-amazon-api-gateway-to-api-management';

/** One row of a table of the guide, or one item of a list of mismatches, with how the source is asked for it. */
export interface GuideRow {
  readonly id: string;
  readonly aws: string;
  readonly azure: string;
  readonly approach: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** Constructs of the ledger that are this row. */
  readonly constructs?: readonly ConstructKind[];
  /** Uses that the ledger does not count. */
  readonly uses?: (inventory: AwsInventory) => number;
  /** Codes of findings that speak of it. */
  readonly codes: RegExp;
  /** Where we differ from the guide, and why. */
  readonly differs?: string;
}

export interface GuideTable {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly GuideRow[];
}

export const aws = (text: string, page: string): GuideRow['links'][number] => ({
  text,
  url: `https://docs.aws.amazon.com/apigateway/latest/developerguide/${page}.html`,
});
export const azure = (text: string, page: string): GuideRow['links'][number] => ({
  text,
  url: `https://learn.microsoft.com/azure/api-management/${page}`,
});

/** Counting in an inventory. */
export const apisWith = (inventory: AwsInventory, test: (api: AwsInventory['apis'][number]) => boolean): number =>
  inventory.apis.filter(test).length;
export const routesWith = (
  inventory: AwsInventory,
  test: (route: AwsInventory['apis'][number]['routes'][number]) => boolean,
): number => inventory.apis.reduce((sum, { routes }) => sum + routes.filter(test).length, 0);
