import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const COMPILER = join('.crossgate', 'tools', 'nuget', 'azure.bicep.commandline.linux-x64', '0.49.2', 'tools', 'bicep');

const run = promisify(execFile);

/** Microsoft's compiler (`npm run setup:system`): the text that it makes, and what it has to say. @throws Error for what is not compiled */
export async function compileBicep(
  command: 'build' | 'build-params',
  file: string,
): Promise<{ readonly text: string; readonly diagnostics: string }> {
  const { stdout, stderr } = await run(COMPILER, [command, file, '--stdout'], { maxBuffer: 64 * 1024 * 1024 });
  return { text: stdout, diagnostics: stderr };
}
