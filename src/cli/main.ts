#!/usr/bin/env node
import module from 'node:module';

// Compiled code is kept in the system's folder for temporary files: the second start is half as long.
module.enableCompileCache();
const [{ crossgate }, { processTerminal }] = await Promise.all([import('./program.ts'), import('./terminal.ts')]);

await crossgate(process.argv.slice(2), processTerminal());
