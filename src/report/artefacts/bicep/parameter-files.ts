import type { ArtefactFile } from '../artefact-file.ts';
import type { EnvironmentValues } from '../environment-values.ts';

/**
 * What one environment is, once, as JSON, and for each entry point a file of parameters that takes it from there. ARM JSON takes the same
 * file: `--parameters environment=@bicep/parameters/NAME.json`.
 * @param entryPoints names of those that take the parameter `environment`
 */
export function* parameterFiles(
  name: string,
  values: EnvironmentValues,
  entryPoints: readonly string[],
): Iterable<ArtefactFile> {
  yield { path: `bicep/parameters/${name}.json`, content: `${JSON.stringify(values, null, 2)}\n` };
  for (const entryPoint of entryPoints)
    yield {
      path: `bicep/parameters/${name}.${entryPoint}.bicepparam`,
      content: `using '../${entryPoint}.bicep'\n\nparam environment = loadJsonContent('${name}.json')\n`,
    };
}

/** The service's own parameters of an environment; who publishes the APIs is said when it is deployed. */
export const serviceParameterFile = (name: string): ArtefactFile => ({
  path: `bicep/parameters/${name}.service.bicepparam`,
  content: `using '../service.bicep'

var environment = loadJsonContent('${name}.json')

param serviceName = environment.serviceName
param tier = environment.tier
param keyVault = environment.keyVault
param hostnames = environment.hostnames
param publisherEmail = readEnvironmentVariable('PUBLISHER_EMAIL', '')
param publisherName = readEnvironmentVariable('PUBLISHER_NAME', '')
`,
});
