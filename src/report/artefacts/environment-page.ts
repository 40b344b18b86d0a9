import type { ArtefactFile } from './artefact-file.ts';
import type { EnvironmentDifference } from './in-environment.ts';

/** How an environment differs from the one that is planned for, in a sentence. */
export function differencesInWords(differences: readonly EnvironmentDifference[], count: number): string {
  if (differences.length === 0) return `none of ${figure(count)} resources differs`;
  const own = differences.filter(({ isParameter }) => !isParameter);
  const rest = own.length === 0 ? 'all of them by parameters' : `${figure(own.length)} of them not by parameters`;
  return `${figure(differences.length)} of ${figure(count)} resources differ, ${rest}`;
}

/** What is planned otherwise in an environment, for who reviews it: nothing of what is the same. */
export function environmentPage(
  name: string,
  differences: readonly EnvironmentDifference[],
  count: number,
): ArtefactFile {
  const rows = differences.map(
    ({ path, change, members, isParameter }) =>
      `| \`${path}\` | ${change} | ${members.map((each) => `\`${each}\``).join(', ')} | ${isParameter ? 'its parameters' : 'artefacts of its own'} |`,
  );
  const table = ['| resource | change | members | carried by |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return {
    path: `environments/${name}.md`,
    content: `# ${name}

Compared with what is planned: ${differencesInWords(differences, count)}.
${differences.length === 0 ? '' : `\n${table}\n`}${
      differences.every(({ isParameter }) => isParameter)
        ? ''
        : `\nFor what parameters do not carry, assess for this environment into a folder of its own: its tier or its host names make other policies.\n`
    }`,
  };
}

const figure = (count: number): string => count.toLocaleString('en-US');
