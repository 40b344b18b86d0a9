import { RestError, type TransactionAction } from '@azure/data-tables';
import type { Table, TableRow } from '../../../src/adapters/store/table-rows.ts';

type Entity = TableRow & { readonly etag: string };

const FILTER = /^PartitionKey eq '([^']*)' and RowKey gt '([^']*)' and RowKey lt '([^']*)'$/;

/** Characters that a key may not hold (Azure Tables, 2026-11-23). */
const BAD_KEY = /[/\\#?\p{Cc}]/u;

const refused = (statusCode: number, code: string): RestError =>
  Object.assign(new RestError(code, { statusCode, code }), {
    details: { odataError: { code, message: { value: code } } },
  });

/** The part of a table that the run store uses, with its rules: keys, versions, and transactions within one partition. */
export function memoryTable(): Table {
  const entities = new Map<string, Entity>();
  let version = 0;
  const keyOf = (row: Pick<TableRow, 'partitionKey' | 'rowKey'>): string => `${row.partitionKey}\n${row.rowKey}`;
  const assertWritable = (row: TableRow): void => {
    if (BAD_KEY.test(row.partitionKey + row.rowKey)) throw refused(400, 'KeyContainsInvalidCharacters');
    if (row.value.length > 32_768) throw refused(400, 'PropertyValueTooLarge');
  };
  const assertVersion = (row: TableRow, etag: string | undefined): void => {
    const present = entities.get(keyOf(row));
    if (!present) throw refused(404, 'ResourceNotFound');
    if (etag !== undefined && etag !== present.etag) throw refused(412, 'UpdateConditionNotSatisfied');
  };
  const put = (row: TableRow): void => {
    version += 1;
    entities.set(keyOf(row), { ...row, etag: `W/"${version}"` });
  };
  const check = (action: TransactionAction): TableRow => {
    const row = action[1] as unknown as TableRow;
    assertWritable(row);
    if (action[0] === 'create' && entities.has(keyOf(row))) throw refused(409, 'EntityAlreadyExists');
    if (action[0] === 'update') assertVersion(row, (action as [string, object, string, { etag?: string }])[3]?.etag);
    return row;
  };
  async function* list(filter: string): AsyncGenerator<Entity> {
    const [, partition, above = '', below = ''] = FILTER.exec(filter) ?? [];
    if (partition === undefined) throw refused(400, 'InvalidInput');
    const found = [...entities.values()].filter(
      (row) => row.partitionKey === partition && row.rowKey > above && row.rowKey < below,
    );
    yield* found.sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
  }
  const table = {
    async getEntity(partitionKey: string, rowKey: string) {
      const row = entities.get(keyOf({ partitionKey, rowKey }));
      if (!row) throw refused(404, 'ResourceNotFound');
      return { ...row };
    },
    async updateEntity(row: TableRow, _mode: string, options: { etag: string }) {
      assertWritable(row);
      assertVersion(row, options.etag);
      put(row);
      return {};
    },
    async upsertEntity(row: TableRow) {
      assertWritable(row);
      put(row);
      return {};
    },
    async deleteEntity(partitionKey: string, rowKey: string) {
      if (!entities.delete(keyOf({ partitionKey, rowKey }))) throw refused(404, 'ResourceNotFound');
      return {};
    },
    async submitTransaction(actions: TransactionAction[]) {
      if (new Set(actions.map((action) => (action[1] as unknown as TableRow).partitionKey)).size > 1)
        throw refused(400, 'CommandsInBatchActOnDifferentPartitions');
      for (const row of actions.map(check)) put(row);
      return { status: 202, subResponses: [], getResponseForEntity: () => undefined };
    },
    listEntities: (options: { queryOptions: { filter: string } }) => list(options.queryOptions.filter),
  };
  return table as unknown as Table;
}
