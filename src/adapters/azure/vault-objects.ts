import { FailureError } from '../../model/outcome.ts';

type Tags = Readonly<Record<string, string>>;

/** @throws FailureError `conflict` when what a vault holds lacks one of the tags: it is somebody else's and stays. */
export function assertTagged(noun: 'certificate' | 'secret', name: string, present: Tags = {}, tags: Tags): void {
  const foreign = Object.entries(tags).filter(([key, value]) => present[key] !== value);
  if (foreign.length === 0) return;
  throw new FailureError({
    kind: 'conflict',
    code: `NOT-OUR-${noun.toUpperCase()}`,
    message: `The ${noun} ${name} lacks the tags ${foreign.map(([key]) => key).join(', ')} of this run: it stays.`,
    at: name,
  });
}

/** The id that always means the newest version. */
export function withoutVersion(id: string, version: string | undefined): string {
  return version !== undefined && version !== '' && id.endsWith(`/${version}`) ? id.slice(0, -version.length - 1) : id;
}
