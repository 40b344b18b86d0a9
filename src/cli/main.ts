#!/usr/bin/env node
import { crossgate } from './program.ts';
import { processTerminal } from './terminal.ts';

await crossgate(process.argv.slice(2), processTerminal());
