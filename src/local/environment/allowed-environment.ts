import { pathToFileURL } from 'node:url';
import { programFile } from './program-file.ts';

type Settings = Readonly<Record<string, string>>;

/** What a program needs to run at all; nothing that tells it about a cloud, an account or a proxy. */
const ALLOWED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'USER', 'SystemRoot', 'APPDATA', 'LOCALAPPDATA'];

/** What another Functions host and its .NET runtime read besides; a foreign host is not ours to know in full. */
const ALLOWED_TO_A_HOST = /^(DOTNET_|FUNCTIONS_|AzureWebJobs|AzureFunctions|languageWorkers|LD_LIBRARY_PATH$)/i;

/**
 * The environment of a child: an allow-list of the caller's, so that nobody's AWS_*, AZURE_* or proxy settings reach a
 * simulated migration, then `settings`.
 */
export function allowedEnvironment(from: NodeJS.ProcessEnv, settings: Settings, isForeignHost = false): Settings {
  const kept = Object.entries(from).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (ALLOWED.includes(entry[0]) || (isForeignHost && ALLOWED_TO_A_HOST.test(entry[0]))),
  );
  return { ...Object.fromEntries(kept), ...settings };
}

/** Settings that hold Node programs to loopback; each attempt to leave it is a line of the file `log`. */
export function loopbackOnly(log: string): Settings {
  return {
    NODE_OPTIONS: `--import=${pathToFileURL(programFile('environment/loopback-guard')).href}`,
    LOOPBACK_GUARD_LOG: log,
  };
}
