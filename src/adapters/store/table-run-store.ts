import { createHash } from 'node:crypto';
import type { TransactionAction } from '@azure/data-tables';
import type { Claim, CompensationRow, RunRow, RunStore, WrittenRow } from '../../ports/run-store.ts';
import { assertId, missingRow, readContinuation, staleRow, writeContinuation } from './rows.ts';
import { tableRows, type Table, type TableRow, type TableRows } from './table-rows.ts';

/**
 * The RunStore in one Azure table. Partitions: `runs` (a run and its place by time are written in one transaction),
 * `keys`, `claims`, one per target (`written:`), and one per run for what lies below it. Rows are JSON in `value`; ids and digests of free text are
 * keys, because a key may hold neither slash nor question mark.
 */
export function tableRunStore(table: Table): RunStore {
  const rows = tableRows(table);
  return {
    ...runRows(rows),
    ...checkpointRows(rows),
    ...compensationRows(rows),
    ...claimRows(rows),
    ...writtenRows(rows),
    ...auditRows(rows),
  };
}

type Part<K extends keyof RunStore> = Pick<RunStore, K>;

const RUNS = 'runs';
const runKey = (runId: string): string => `run:${runId}`;

/** Sorts newest first: every digit of the time is taken from nine. */
const timeKey = (createdAt: string, runId: string): string =>
  `time:${createdAt.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))}|${runId}`;

function runRows(rows: TableRows): Part<'insertRun' | 'run' | 'replaceRun' | 'runs' | 'claimIdempotencyKey'> {
  const run = async (runId: string) => rows.get<RunRow>(RUNS, runKey(runId));
  return {
    run,
    async insertRun(row) {
      assertId(row.runId);
      return rows.insertAll([
        { partitionKey: RUNS, rowKey: runKey(row.runId), value: JSON.stringify(row) },
        { partitionKey: RUNS, rowKey: timeKey(row.createdAt, row.runId), value: JSON.stringify(row.runId) },
      ]);
    },
    async replaceRun(row, etag) {
      if (!(await rows.replace(RUNS, runKey(row.runId), row, etag))) throw staleRow(`run ${row.runId}`);
    },
    async runs({ status, top, continuationToken }) {
      const [createdAt = '', runId = ''] = continuationToken ? readContinuation(continuationToken).split('|') : [];
      const after = createdAt === '' ? 'time:' : timeKey(createdAt, runId);
      const found: RunRow[] = [];
      for await (const text of rows.texts(RUNS, after, 'time;')) {
        const row = (await run(JSON.parse(text) as string))?.value;
        if (row && (status === undefined || row.state === status)) found.push(row);
        if (found.length > top) break;
      }
      const page = found.slice(0, top);
      const last = page.at(-1);
      return {
        rows: page,
        ...(found.length > top && last && { continuationToken: writeContinuation(last.createdAt, last.runId) }),
      };
    },
    async claimIdempotencyKey(key, runId) {
      const rowKey = digest(key);
      if (await rows.insertAll([{ partitionKey: 'keys', rowKey, value: JSON.stringify(runId) }])) return runId;
      const first = await rows.get<string>('keys', rowKey);
      if (!first) throw missingRow(`idempotency key ${rowKey}`);
      return first.value;
    },
  };
}

function checkpointRows(
  rows: TableRows,
): Part<'insertCheckpoint' | 'checkpoint' | 'replaceCheckpoint' | 'checkpoints'> {
  return {
    async insertCheckpoint(row) {
      assertId(row.runId);
      assertId(row.id);
      const rowKey = `checkpoint:${row.id}`;
      return rows.insertAll([{ partitionKey: row.runId, rowKey, value: JSON.stringify(row) }]);
    },
    checkpoint: (runId, id) => rows.get(runId, `checkpoint:${id}`),
    async replaceCheckpoint(row, etag) {
      if (!(await rows.replace(row.runId, `checkpoint:${row.id}`, row, etag)))
        throw staleRow(`checkpoint ${row.id} of run ${row.runId}`);
    },
    checkpoints: (runId) => rows.values(runId, 'checkpoint:', 'checkpoint;'),
  };
}

function compensationRows(
  rows: TableRows,
): Part<'recordCompensation' | 'setCompensationStatus' | 'compensation' | 'compensations'> {
  const rowKeyOf = (stepId: string): string => `undo:${digest(stepId)}`;
  return {
    async recordCompensation(row) {
      assertId(row.runId);
      const rowKey = rowKeyOf(row.stepId);
      for (;;) {
        if (await rows.get(row.runId, rowKey)) return false;
        const counter = await rows.get<number>(row.runId, 'undo-count');
        const sequence = (counter?.value ?? 0) + 1;
        const count: TableRow = { partitionKey: row.runId, rowKey: 'undo-count', value: JSON.stringify(sequence) };
        const undo: TableRow = { partitionKey: row.runId, rowKey, value: JSON.stringify({ ...row, sequence }) };
        const counted: TransactionAction = counter
          ? ['update', { ...count }, 'Replace', { etag: counter.etag }]
          : ['create', { ...count }];
        // Somebody else counted in between when this fails: read again.
        if (await rows.commit([counted, ['create', { ...undo }]])) return true;
      }
    },
    async setCompensationStatus(runId, stepId, status) {
      for (;;) {
        const row = await rows.get<CompensationRow>(runId, rowKeyOf(stepId));
        if (!row) throw missingRow(`undo of step ${stepId} of run ${runId}`);
        if (await rows.replace(runId, rowKeyOf(stepId), { ...row.value, status }, row.etag)) return;
      }
    },
    async compensation(runId, stepId) {
      return (await rows.get<CompensationRow>(runId, rowKeyOf(stepId)))?.value;
    },
    async compensations(runId) {
      const undos = await rows.values<CompensationRow>(runId, 'undo:', 'undo;');
      return undos.sort((a, b) => a.sequence - b.sequence);
    },
  };
}

function claimRows(rows: TableRows): Part<'claim' | 'release'> {
  const CLAIMS = 'claims';
  type Held = Claim & { readonly held: boolean };
  const shown = ({ key, runId, fence }: Held): Claim => ({ key, runId, fence });
  return {
    async claim(key, runId) {
      const rowKey = digest(key);
      for (;;) {
        const found = await rows.get<Held>(CLAIMS, rowKey);
        if (found?.value.held) return shown(found.value);
        const ours: Held = { key, runId, fence: (found?.value.fence ?? 0) + 1, held: true };
        const taken = found
          ? await rows.replace(CLAIMS, rowKey, ours, found.etag)
          : await rows.insertAll([{ partitionKey: CLAIMS, rowKey, value: JSON.stringify(ours) }]);
        if (taken) return shown(ours);
      }
    },
    async release(key, runId) {
      const rowKey = digest(key);
      const found = await rows.get<Held>(CLAIMS, rowKey);
      if (!found?.value.held || found.value.runId !== runId) return;
      // Only the owner changes a held claim, so a replacement that fails means that it was released meanwhile.
      await rows.replace(CLAIMS, rowKey, { ...found.value, held: false }, found.etag);
    },
  };
}

/** A partition for each target; places are digests, because a key holds no slash. */
function writtenRows(rows: TableRows): Part<'recordWritten' | 'forgetWritten' | 'written'> {
  const partitionOf = (target: string): string => `written:${digest(target)}`;
  return {
    async recordWritten(row) {
      await rows.put({ partitionKey: partitionOf(row.target), rowKey: digest(row.path), value: JSON.stringify(row) });
    },
    forgetWritten: (target, path) => rows.remove(partitionOf(target), digest(path)),
    async written(target) {
      const found = await rows.values<WrittenRow>(partitionOf(target), '', 'g');
      return found.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

/** Entries are in the order of their time, then of appending; two processes within a millisecond may change places. */
function auditRows(rows: TableRows): Part<'appendAudit' | 'audit'> {
  let appended = 0;
  return {
    async appendAudit(runId, entry) {
      assertId(runId);
      for (;;) {
        const rowKey = `audit:${entry.at}|${String((appended += 1)).padStart(12, '0')}`;
        if (await rows.insertAll([{ partitionKey: runId, rowKey, value: JSON.stringify(entry) }])) return;
      }
    },
    audit: (runId) => rows.values(runId, 'audit:', 'audit;'),
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
