import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Claim, CompensationRow, RunRow, RunStore, Versioned } from '../../ports/run-store.ts';
import { assertId, missingRow, readContinuation, staleRow, writeContinuation } from './rows.ts';

/** Values are JSON, so that a new member of a row needs no migration; columns are what is asked by. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, created_at TEXT NOT NULL, state TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_by_time ON runs (created_at DESC, run_id DESC);
  CREATE TABLE IF NOT EXISTS idempotency_keys (key TEXT PRIMARY KEY, run_id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoints (
    run_id TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (run_id, id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS compensations (
    sequence INTEGER PRIMARY KEY, run_id TEXT NOT NULL, step_id TEXT NOT NULL, status TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (run_id, step_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS claims (
    key TEXT PRIMARY KEY, run_id TEXT NOT NULL, fence INTEGER NOT NULL, held INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS written (
    target TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (target, path)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS audit (position INTEGER PRIMARY KEY, run_id TEXT NOT NULL, value TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS audit_by_run ON audit (run_id, position);
`;

const COMPENSATIONS = 'SELECT sequence, status, value FROM compensations';

interface StoredValue {
  readonly value: string;
  readonly version: number;
}

/** The RunStore of one machine, in one SQLite file; several processes may share it. */
export function sqliteRunStore(file: string): RunStore & { close(): void } {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    const statement = statements.get(text) ?? database.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  const changed = (text: string, ...values: (string | number)[]): boolean => sql(text).run(...values).changes > 0;
  const versioned = <T>(stored: unknown): Versioned<T> | undefined => {
    const row = stored as StoredValue | undefined;
    return row && { value: JSON.parse(row.value) as T, etag: String(row.version) };
  };
  const values = <T>(rows: readonly unknown[]): T[] => rows.map((row) => JSON.parse((row as StoredValue).value) as T);

  return {
    async insertRun(row) {
      assertId(row.runId);
      return changed(
        'INSERT INTO runs VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING',
        row.runId,
        row.createdAt,
        row.state,
        JSON.stringify(row),
      );
    },
    async run(runId) {
      return versioned<RunRow>(sql('SELECT value, version FROM runs WHERE run_id = ?').get(runId));
    },
    async replaceRun(row, etag) {
      const text = 'UPDATE runs SET state = ?, value = ?, version = version + 1 WHERE run_id = ? AND version = ?';
      if (!changed(text, row.state, JSON.stringify(row), row.runId, Number(etag))) throw staleRow(`run ${row.runId}`);
    },
    async runs({ status, top, continuationToken }) {
      const after = continuationToken === undefined ? '' : readContinuation(continuationToken);
      const rows = values<RunRow>(
        sql(
          `SELECT value FROM runs WHERE (? = '' OR state = ?) AND (? = '' OR created_at || '|' || run_id < ?)
           ORDER BY created_at DESC, run_id DESC LIMIT ?`,
        ).all(status ?? '', status ?? '', after, after, top + 1),
      );
      const page = rows.slice(0, top);
      const last = page.at(-1);
      return {
        rows: page,
        ...(rows.length > top && last && { continuationToken: writeContinuation(last.createdAt, last.runId) }),
      };
    },
    async claimIdempotencyKey(key, runId) {
      sql('INSERT INTO idempotency_keys VALUES (?, ?) ON CONFLICT DO NOTHING').run(key, runId);
      return (sql('SELECT run_id FROM idempotency_keys WHERE key = ?').get(key) as { run_id: string }).run_id;
    },
    async insertCheckpoint(row) {
      assertId(row.runId);
      assertId(row.id);
      const text = 'INSERT INTO checkpoints VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING';
      return changed(text, row.runId, row.id, JSON.stringify(row));
    },
    async checkpoint(runId, id) {
      return versioned(sql('SELECT value, version FROM checkpoints WHERE run_id = ? AND id = ?').get(runId, id));
    },
    async replaceCheckpoint(row, etag) {
      const text =
        'UPDATE checkpoints SET value = ?, version = version + 1 WHERE run_id = ? AND id = ? AND version = ?';
      if (!changed(text, JSON.stringify(row), row.runId, row.id, Number(etag)))
        throw staleRow(`checkpoint ${row.id} of run ${row.runId}`);
    },
    async checkpoints(runId) {
      return values(sql('SELECT value FROM checkpoints WHERE run_id = ? ORDER BY id').all(runId));
    },
    async recordCompensation(row) {
      assertId(row.runId);
      const text = `INSERT INTO compensations (run_id, step_id, status, value) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
      return changed(text, row.runId, row.stepId, row.status, JSON.stringify(row));
    },
    async setCompensationStatus(runId, stepId, status) {
      const text = 'UPDATE compensations SET status = ? WHERE run_id = ? AND step_id = ?';
      if (!changed(text, status, runId, stepId)) throw missingRow(`undo of step ${stepId} of run ${runId}`);
    },
    async compensation(runId, stepId) {
      const row = sql(`${COMPENSATIONS} WHERE run_id = ? AND step_id = ?`).get(runId, stepId);
      return row && compensationOf(row);
    },
    async compensations(runId) {
      return sql(`${COMPENSATIONS} WHERE run_id = ? ORDER BY sequence`).all(runId).map(compensationOf);
    },
    async claim(key, runId) {
      // One statement, so that no other process comes between: a released claim passes on with a higher fence.
      sql(
        `INSERT INTO claims VALUES (?, ?, 1, 1) ON CONFLICT DO UPDATE
         SET run_id = excluded.run_id, fence = fence + 1, held = 1 WHERE held = 0`,
      ).run(key, runId);
      return { ...sql('SELECT key, run_id AS runId, fence FROM claims WHERE key = ?').get(key) } as unknown as Claim;
    },
    async release(key, runId) {
      sql('UPDATE claims SET held = 0 WHERE key = ? AND run_id = ?').run(key, runId);
    },
    async recordWritten(row) {
      const text = 'INSERT INTO written VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
      sql(text).run(row.target, row.path, JSON.stringify(row));
    },
    async forgetWritten(target, path) {
      sql('DELETE FROM written WHERE target = ? AND path = ?').run(target, path);
    },
    async written(target) {
      return values(sql('SELECT value FROM written WHERE target = ? ORDER BY path').all(target));
    },
    async appendAudit(runId, entry) {
      assertId(runId);
      sql('INSERT INTO audit (run_id, value) VALUES (?, ?)').run(runId, JSON.stringify(entry));
    },
    async audit(runId) {
      return values(sql('SELECT value FROM audit WHERE run_id = ? ORDER BY position').all(runId));
    },
    close() {
      database.close();
    },
  };
}

/** The sequence is the row's position in the file, the status its own column: both change without the value. */
function compensationOf(stored: Record<string, unknown>): CompensationRow {
  const { sequence, status, value } = stored as unknown as StoredValue & Pick<CompensationRow, 'sequence' | 'status'>;
  return { ...(JSON.parse(value) as CompensationRow), sequence, status };
}
