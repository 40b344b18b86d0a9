import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { CannotStartError } from '../cannot-start.ts';
import type { HistoryEvent, RuntimeStatus } from './events.ts';
import type { TaskState, Work } from './tasks.ts';

/** What the host runs beside orchestrators. */
export type RunnableWork = Extract<Work, { readonly kind: 'activity' | 'http' }>;

export interface Instance {
  readonly id: string;
  executionId: string;
  readonly name: string;
  readonly version: string | null;
  status: RuntimeStatus;
  input: string | null;
  /** JSON text, or plain text where the engine wrote a reason. */
  output: string | null;
  customStatus: string | null;
  created: number;
  updated: number;
  readonly parent: Parent | null;
  suspended: boolean;
  tasks: TaskState;
  /** Episodes begun and not ended: a poison message is given up after some. */
  deliveries: number;
}

export interface Parent {
  readonly id: string;
  readonly executionId: string;
  readonly taskId: number;
}

/** A message to an instance: an event that its next episode takes in. `executionId` null: whichever execution runs then. */
export interface Message {
  readonly key: number;
  readonly id: string;
  readonly executionId: string | null;
  readonly event: HistoryEvent;
  /** Epoch milliseconds. */
  readonly due: number;
}

export interface WorkItem {
  readonly key: number;
  readonly id: string;
  readonly executionId: string;
  readonly taskId: number;
  readonly work: RunnableWork;
}

const SCHEMA = `
create table if not exists instances (id text primary key, created integer not null, status text not null, name text not null, row text not null) strict;
create index if not exists instances_created on instances (created, id);
create table if not exists history (id text not null, n integer not null, event text not null, primary key (id, n)) strict;
create table if not exists messages (key integer primary key autoincrement, id text not null, executionId text, due integer not null, timer integer, held integer not null default 0, event text not null) strict;
create index if not exists messages_by_instance on messages (id, due);
create index if not exists messages_due on messages (due);
create table if not exists work (key integer primary key autoincrement, id text not null, executionId text not null, taskId integer not null, work text not null) strict;
create index if not exists work_by_instance on work (id);
`;

/** A history in memory is about as large as its text: some megabytes at the worst. */
const MOST_HISTORIES = 32;
const SQLITE_BUSY = 5;
/** A process that has just been told to stop may still hold it. */
const LOCK_WAIT_MS = 2_000;

/** The state of one task hub in one SQLite file, owned by one process. Every change that belongs together is one transaction. */
export class DurableStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Histories of the instances that ran last: this process alone writes them, and each episode needs all of its own. */
  readonly #histories = new Map<string, HistoryEvent[]>();

  /** @throws CannotStartError when another process owns the folder. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(join(folder, 'durable.sqlite'), { timeout: LOCK_WAIT_MS });
    try {
      // The lock is the kernel's, so that it ends with its process, however that ends.
      this.#database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal;');
      this.#database.exec(SCHEMA);
      this.#database.exec('begin immediate; commit;');
    } catch (error) {
      this.#database.close();
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      throw new CannotStartError(`${folder} is in use by another host: stop it, or name another --state`, {
        cause: error,
      });
    }
  }

  close(): void {
    this.#database.close();
  }

  /** All of `change` or nothing. Never called while user code runs. */
  transaction<T>(change: () => T): T {
    this.#database.exec('begin immediate');
    try {
      const result = change();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      this.#database.exec('rollback');
      this.#histories.clear();
      throw error;
    }
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }
  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values);
  }

  instance(id: string): Instance | undefined {
    const [row] = this.#all('select row from instances where id = ?', id);
    return row && (JSON.parse(row['row'] as string) as Instance);
  }
  putInstance(instance: Instance): void {
    this.#run(
      'insert into instances (id, created, status, name, row) values (?, ?, ?, ?, ?) on conflict (id) do update set created = excluded.created, status = excluded.status, name = excluded.name, row = excluded.row',
      instance.id,
      instance.created,
      instance.status,
      instance.name,
      JSON.stringify(instance),
    );
  }
  /** In the order of creation, after `[created, id]` where given. */
  *instances(after: readonly [number, string] | undefined): Generator<Instance> {
    const [created, id] = after ?? [-1, ''];
    for (const row of this.#all(
      'select row from instances where (created, id) > (?, ?) order by created, id',
      created,
      id,
    ))
      yield JSON.parse(row['row'] as string) as Instance;
  }
  /** Forgets an instance altogether. */
  purge(id: string): void {
    for (const table of ['instances', 'history', 'messages', 'work'])
      this.#run(`delete from ${table} where id = ?`, id);
    this.#histories.delete(id);
  }

  history(id: string): readonly HistoryEvent[] {
    const known = this.#histories.get(id);
    this.#histories.delete(id);
    const history =
      known ??
      this.#all('select event from history where id = ? order by n', id).map(
        (row) => JSON.parse(row['event'] as string) as HistoryEvent,
      );
    this.#histories.set(id, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > MOST_HISTORIES && oldest !== undefined) this.#histories.delete(oldest);
    return history;
  }
  appendHistory(id: string, events: readonly HistoryEvent[]): void {
    const [last] = this.#all('select coalesce(max(n), -1) as n from history where id = ?', id);
    let n = Number(last?.['n']);
    for (const event of events)
      this.#run('insert into history (id, n, event) values (?, ?, ?)', id, ++n, JSON.stringify(event));
    this.#histories.get(id)?.push(...events);
  }
  clearHistory(id: string): void {
    this.#run('delete from history where id = ?', id);
    this.#histories.delete(id);
  }

  send(id: string, executionId: string | null, event: HistoryEvent, due: number, timer: number | null = null): void {
    this.#run(
      'insert into messages (id, executionId, due, timer, event) values (?, ?, ?, ?, ?)',
      id,
      executionId,
      due,
      timer,
      JSON.stringify(event),
    );
  }
  /** Messages of an instance that are due, in the order of their times and arrival. */
  messages(id: string, now: number): Message[] {
    return this.#all(
      'select key, executionId, due, event from messages where id = ? and due <= ? and held = 0 order by due, key',
      id,
      now,
    ).map((row) => ({
      key: row['key'] as number,
      id,
      executionId: row['executionId'] as string | null,
      due: row['due'] as number,
      event: JSON.parse(row['event'] as string) as HistoryEvent,
    }));
  }
  deleteMessages(keys: readonly number[]): void {
    for (const key of keys) this.#run('delete from messages where key = ?', key);
  }
  cancelTimer(id: string, timer: number): void {
    this.#run('delete from messages where id = ? and timer = ?', id, timer);
  }
  deleteAllMessages(id: string): void {
    this.#run('delete from messages where id = ?', id);
  }
  /** Keeps messages back while their instance is suspended. */
  hold(keys: readonly number[]): void {
    for (const key of keys) this.#run('update messages set held = 1 where key = ?', key);
  }
  releaseHeld(id: string): void {
    this.#run('update messages set held = 0 where id = ?', id);
  }
  /** Instances with a message that is due, oldest first. */
  due(now: number): string[] {
    return this.#all(
      'select id, min(due) as first, min(key) as k from messages where due <= ? and held = 0 group by id order by first, k',
      now,
    ).map((row) => row['id'] as string);
  }
  /** When the next message that is not due yet will be. */
  nextDue(now: number): number | undefined {
    const [row] = this.#all('select min(due) as due from messages where due > ? and held = 0', now);
    return (row?.['due'] as number | null) ?? undefined;
  }

  addWork(id: string, executionId: string, taskId: number, work: RunnableWork): void {
    this.#run(
      'insert into work (id, executionId, taskId, work) values (?, ?, ?, ?)',
      id,
      executionId,
      taskId,
      JSON.stringify(work),
    );
  }
  /** Work after a key, oldest first: rows stay until their result is posted, so a crash runs them again. */
  work(after: number, most: number): WorkItem[] {
    return this.#all(
      'select key, id, executionId, taskId, work from work where key > ? order by key limit ?',
      after,
      most,
    ).map((row) => ({
      key: row['key'] as number,
      id: row['id'] as string,
      executionId: row['executionId'] as string,
      taskId: row['taskId'] as number,
      work: JSON.parse(row['work'] as string) as RunnableWork,
    }));
  }
  /** False when the row is gone: its instance was purged or began anew. */
  deleteWork(key: number): boolean {
    return this.#run('delete from work where key = ?', key) > 0;
  }
  deleteAllWork(id: string): void {
    this.#run('delete from work where id = ?', id);
  }
}
