import type { AwsApi, AwsStage } from '../../src/model/aws.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import { apiWith, inventoryOf, route, stageWith } from '../features/fixture.ts';

/**
 * Every field of the source's model, with a value that matters and what must then show: a finding's code, a construct's kind, or a
 * change of the plan's steps. A field that is new to the model does not compile until it stands here.
 */
export type Shown = {
  readonly from?: AwsInventory;
  readonly to: AwsInventory;
  /** Code of a finding or kind of a construct; `plan`: the steps are others. */
  readonly shows: string;
};
/** Why a field shows nothing by itself: it names or describes (docs: architecture, Ledger), or says something only beside another. */
export type Silent = 'names' | 'text' | 'evidence' | 'lists what has a table of its own';
export type Fields<T> = Record<keyof Required<T>, Shown | Silent>;

/** Any of them. */
export type FieldTable = Readonly<Record<string, Shown | Silent>>;

export const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
export const orders = route('GET /orders', backend);
export const at = (name: string) => ({ arn: `arn:aws:apigateway:us-east-1::/${name}`, pointer: '' });
export const of = (changes: Partial<AwsApi> = {}, around: Partial<AwsInventory> = {}): AwsInventory =>
  inventoryOf([apiWith([orders], changes)], around);
export const around = (changes: Partial<AwsInventory>): AwsInventory => of({}, changes);
export const staged = (changes: Partial<AwsStage>): AwsInventory => of({ stage: stageWith(changes) });
export const PLAIN = of();
