import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { PolicyContext } from '../../src/csharp/context.ts';
import { contextJson } from './policy-context-json.ts';

/**
 * Runs policy expressions as C# proper, with Mono (its compiler and the .NET Framework's behaviour, as the managed gateway has it) and with
 * Roslyn and .NET (the self-hosted gateway). All expressions of a test are one program that is compiled once.
 */

const SOURCES = join('test', 'support', 'policy-runtime');
/** Where `npm run setup:system` puts Newtonsoft.Json for .NET; Mono has Debian's, which is much older: what is equal on both is safe. */
const NEWTONSOFT = join(
  '.crossgate',
  'tools',
  'nuget',
  'newtonsoft.json',
  '13.0.4',
  'lib',
  'net6.0',
  'Newtonsoft.Json.dll',
);
const NEWTONSOFT_OF_DEBIAN = '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll';

/** API Management compiles expressions as C# 7 (Microsoft Learn, policy expressions, read 2026-11-30). */
const LANGUAGE = '-langversion:7';

export interface PolicyRun {
  /** Which of the program's expressions. */
  readonly expression: number;
  readonly context: PolicyContext;
}

/** The text of what an expression gave (JSON compact, truth values in lower case), or the exception's type. */
export type PolicyResult = { readonly output: string | null } | { readonly error: string; readonly message: string };

export interface PolicyProgram {
  /** `Mono` or `.NET`. */
  readonly runtime: string;
  /** The results in the order of the runs, on a machine of that culture (`tr-TR`; the empty one is the invariant). */
  run(runs: readonly PolicyRun[], culture: string): Promise<readonly PolicyResult[]>;
}

export interface PolicyPrograms {
  readonly programs: readonly PolicyProgram[];
  readonly remove: () => Promise<void>;
}

/**
 * Compiles texts `@(...)` or `@{...}`, named values pasted, for both runtimes.
 * @throws Error with the compiler's words, `expression N` being the place, or with the remedy when a runtime is not installed.
 */
export async function compilePolicies(expressions: readonly string[]): Promise<PolicyPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'crossgate-policies-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const generated = join(folder, 'expressions.cs');
    await writeFile(generated, programText(expressions));
    const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.cs'));
    const sources = [generated, ...names.map((name) => resolve(SOURCES, name))];
    const programs = await Promise.all([compileForMono(folder, sources), compileForDotnet(folder, sources)]);
    return { programs, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What policy expressions may name without its namespace (Microsoft Learn, policy expressions, read 2026-11-30). */
const NAMESPACES = [
  'System',
  'System.Collections.Generic',
  'System.IO',
  'System.Linq',
  'System.Net',
  'System.Security.Cryptography',
  'System.Security.Cryptography.X509Certificates',
  'System.Text',
  'System.Text.RegularExpressions',
  'System.Xml',
  'System.Xml.Linq',
  'Newtonsoft.Json',
  'Newtonsoft.Json.Linq',
];

function programText(expressions: readonly string[]): string {
  const usings = NAMESPACES.map((name) => `using ${name};\n`).join('');
  const methods = expressions
    .map((text, at) => `#line 1 "expression ${at}"\n${methodText(text.trim(), at)}\n`)
    .join('');
  const all = expressions.map((_, at) => `E${at},`).join(' ');
  return (
    `${usings}public static class Expressions\n{\n${methods}` +
    `#line default\npublic static readonly Func<PolicyContext, object>[] All = { ${all} };\n}\n`
  );
}

function methodText(text: string, at: number): string {
  const inner = text.slice(2, -1);
  if (text.startsWith('@(') && text.endsWith(')'))
    return `static object E${at}(PolicyContext context) { return (object)(${inner}\n); }`;
  if (text.startsWith('@{') && text.endsWith('}')) return `static object E${at}(PolicyContext context) {${inner}\n}`;
  throw new Error(`expression ${at} is not of the form @(...) or @{...}`);
}

async function compileForMono(folder: string, sources: readonly string[]): Promise<PolicyProgram> {
  if (!existsSync(NEWTONSOFT_OF_DEBIAN) || !existsSync('/usr/bin/mcs') || !existsSync('/usr/bin/mono'))
    throw new Error(
      'Mono is not installed: apt-get install --no-install-recommends mono-mcs mono-runtime libnewtonsoft-json5.0-cil',
    );
  const program = join(folder, 'mono.exe');
  const references = ['System.Core', 'System.Xml', 'System.Xml.Linq', NEWTONSOFT_OF_DEBIAN].map((name) => `-r:${name}`);
  await execute('mcs', [LANGUAGE, '-nologo', '-warn:0', `-out:${program}`, ...references, ...sources]);
  return runnable('Mono', folder, ['mono', program]);
}

async function compileForDotnet(folder: string, sources: readonly string[]): Promise<PolicyProgram> {
  if (!existsSync(NEWTONSOFT)) throw new Error('Newtonsoft.Json is not installed: run "npm run setup:system" once');
  const { compiler, references, version } = await newestSdk();
  const out = join(folder, 'dotnet');
  await mkdir(out);
  await copyFile(NEWTONSOFT, join(out, 'Newtonsoft.Json.dll'));
  const framework = { name: 'Microsoft.NETCore.App', version };
  await writeFile(join(out, 'policies.runtimeconfig.json'), JSON.stringify({ runtimeOptions: { framework } }));
  const program = join(out, 'policies.dll');
  const arguments_ = [LANGUAGE, '-nologo', '-warn:0', `-out:${program}`, `-r:${resolve(NEWTONSOFT)}`];
  await execute('dotnet', [compiler, ...arguments_, ...references.map((file) => `-r:${file}`), ...sources]);
  return runnable('.NET', folder, ['dotnet', program]);
}

/** The compiler and the reference assemblies of the newest SDK, used without a project, which would take a restore and a build. */
async function newestSdk(): Promise<{
  readonly compiler: string;
  readonly references: readonly string[];
  readonly version: string;
}> {
  const listed = await execute('dotnet', ['--list-sdks']);
  const [, name = '', folder = ''] = /^(\S+) \[(.*)\]$/.exec(listed.trim().split('\n').at(-1) ?? '') ?? [];
  if (Number.parseInt(name, 10) < 10)
    throw new Error(`the .NET SDK 10 is needed, "dotnet --list-sdks" says: ${listed}`);
  const packs = join(dirname(folder), 'packs', 'Microsoft.NETCore.App.Ref');
  const version =
    (await readdir(packs)).filter((pack) => pack.startsWith(`${Number.parseInt(name, 10)}.`)).at(-1) ?? '';
  const assemblies = join(packs, version, 'ref', `net${Number.parseInt(name, 10)}.0`);
  const files = (await readdir(assemblies)).filter((file) => file.endsWith('.dll'));
  return {
    compiler: join(folder, name, 'Roslyn', 'bincore', 'csc.dll'),
    references: files.map((file) => join(assemblies, file)),
    version,
  };
}

function runnable(runtime: string, folder: string, [command = '', program = '']: readonly string[]): PolicyProgram {
  let count = 0;
  return {
    runtime,
    run: async (runs, culture) => {
      const files = ['cases', 'results'].map((name) => join(folder, `${runtime}-${count}.${name}`));
      const [cases = '', results = ''] = files;
      count += 1;
      const lines = runs.map(({ expression, context }) =>
        JSON.stringify({ expression, context: contextJson(context) }),
      );
      await writeFile(cases, lines.map((line) => `${line}\n`).join(''));
      await execute(command, [program, cases, results, culture]);
      const printed = (await readFile(results, 'utf8')).split('\n').slice(0, -1);
      return printed.map((line) => JSON.parse(line) as PolicyResult);
    },
  };
}

/** What the command prints. */
function execute(command: string, values: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, values, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DOTNET_NOLOGO: '1' },
    });
    let printed = '';
    let problems = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    child.once('error', (error) => fail(new Error(`${command} is not installed`, { cause: error })));
    child.once('close', (code) => {
      if (code === 0) done(printed);
      else fail(new Error(`${command} ended with ${String(code)}:\n${`${problems}${printed}`.slice(0, 4000)}`));
    });
  });
}
