import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { FailureKind } from '../../model/outcome.ts';
import type { Versioned } from '../../ports/run-store.ts';
import { azureFailure, withAzureFailures } from '../azure/failures.ts';

/** What is asked of a table client. */
export type Table = Pick<
  TableClient,
  'getEntity' | 'listEntities' | 'updateEntity' | 'upsertEntity' | 'deleteEntity' | 'submitTransaction'
>;

export interface TableRow {
  readonly partitionKey: string;
  readonly rowKey: string;
  /** JSON, at most 32 Ki characters: a property holds 64 KiB of UTF-16. */
  readonly value: string;
}

/** Rows of JSON in a table, and the three things that may keep a write from happening as plain answers. */
export interface TableRows {
  get<T>(partitionKey: string, rowKey: string): Promise<Versioned<T> | undefined>;
  /** All or none; false when one of them is there already. */
  insertAll(rows: readonly TableRow[]): Promise<boolean>;
  /** False when the version is no longer `etag`'s, or the row is gone. */
  replace(partitionKey: string, rowKey: string, value: unknown, etag: string): Promise<boolean>;
  /** Whatever was there before. */
  put(row: TableRow): Promise<void>;
  /** One that is gone already is no error. */
  remove(partitionKey: string, rowKey: string): Promise<void>;
  /** All or none, in one partition; false when a version has changed or a row to create is there. */
  commit(actions: readonly TransactionAction[]): Promise<boolean>;
  /** The JSON of the rows whose keys are above `after` and below `before`, ascending. */
  texts(partitionKey: string, after: string, before: string): AsyncIterable<string>;
  values<T>(partitionKey: string, after: string, before: string): Promise<T[]>;
}

export function tableRows(table: Table): TableRows {
  async function* texts(partitionKey: string, from: string, before: string): AsyncGenerator<string> {
    const filter = `PartitionKey eq ${quoted(partitionKey)} and RowKey gt ${quoted(from)} and RowKey lt ${quoted(before)}`;
    try {
      for await (const row of table.listEntities<TableRow>({ queryOptions: { filter } })) yield row.value;
    } catch (error) {
      throw azureFailure(error);
    }
  }
  const commit = (actions: readonly TransactionAction[]): Promise<boolean> =>
    unless(['conflict', 'missing'], async () => {
      await table.submitTransaction([...actions]);
    });
  return {
    texts,
    commit,
    async get<T>(partitionKey: string, rowKey: string) {
      let found: Versioned<T> | undefined;
      await unless(['missing'], async () => {
        const row = await table.getEntity<TableRow>(partitionKey, rowKey);
        found = { value: JSON.parse(row.value) as T, etag: row.etag };
      });
      return found;
    },
    insertAll: (rows) => commit(rows.map((row) => ['create', { ...row }])),
    replace: (partitionKey, rowKey, value, etag) =>
      unless(['conflict', 'missing'], async () => {
        await table.updateEntity({ partitionKey, rowKey, value: JSON.stringify(value) }, 'Replace', { etag });
      }),
    put: (row) =>
      withAzureFailures(async () => {
        await table.upsertEntity({ ...row }, 'Replace');
      }),
    async remove(partitionKey, rowKey) {
      await unless(['missing'], async () => {
        await table.deleteEntity(partitionKey, rowKey);
      });
    },
    async values<T>(partitionKey: string, from: string, before: string) {
      const found: T[] = [];
      for await (const text of texts(partitionKey, from, before)) found.push(JSON.parse(text) as T);
      return found;
    },
  };
}

/** False when the call failed in one of these ways; any other failure is thrown. */
async function unless(kinds: readonly FailureKind[], call: () => Promise<void>): Promise<boolean> {
  try {
    await withAzureFailures(call);
    return true;
  } catch (error) {
    if (kinds.includes(azureFailure(error).failure.kind)) return false;
    throw error;
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
