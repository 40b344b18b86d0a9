import type { ArtefactFile } from '../artefact-file.ts';
import type { EnvironmentValues } from '../environment-values.ts';

/**
 * What one environment is, once, as JSON, and for each entry point a file of parameters that takes it from there. ARM JSON takes the same
 * file: `--parameters environment=@bicep/parameters/NAME.json`.
 * @param entryPoints their names
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
