import { tableRunStore } from '../../../src/adapters/store/table-run-store.ts';
import { memoryTable } from './memory-table.ts';
import { runStoreSuite } from './run-store-suite.ts';

runStoreSuite('Azure Tables over a table in memory', async () => tableRunStore(memoryTable()));
