import { createHash } from 'node:crypto';
import { FailureError } from '../../model/outcome.ts';
import { canonicalJson } from '../../planning/digest.ts';
import { assertId } from './rows.ts';

const DIGEST = /^sha256:([0-9a-f]{64})$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** An artefact as it is kept: its canonical text and the digest of exactly these bytes. */
export interface ArtifactText {
  readonly text: string;
  readonly digest: string;
}

export function artifactText(value: unknown): ArtifactText {
  const text = canonicalJson(value);
  return { text, digest: digestOfText(text) };
}

/** Where a run's content of a digest lies below the store's root. @throws FailureError `invalid`. */
export function contentPath(runId: string, digest: string): string {
  assertId(runId);
  const hex = DIGEST.exec(digest)?.[1];
  if (!hex) throw invalid('BAD-DIGEST', `${JSON.stringify(digest)} is not a digest such as sha256:0123...`);
  return `${runId}/content/${hex}.json`;
}

/** Where the digest that a name stands for lies; `plans/wave-1` is one file name. @throws FailureError `invalid`. */
export function namePath(runId: string, name: string): string {
  assertId(runId);
  if (name.length > 200 || !NAME.test(name))
    throw invalid(
      'BAD-ARTIFACT-NAME',
      `${JSON.stringify(name)} is not a name: letters, digits, dots, hyphens, slashes.`,
    );
  return `${runId}/names/${encodeURIComponent(name)}`;
}

/** @throws FailureError `defect` when the text is not the digest's. */
export function checkedArtifact(text: string, digest: string): unknown {
  if (digestOfText(text) !== digest)
    throw new FailureError({
      kind: 'defect',
      code: 'ARTIFACT-CHANGED',
      message: 'The stored document is not the one that was stored under this digest.',
      at: digest,
    });
  return JSON.parse(text);
}

export const missingArtifact = (runId: string, digest: string): FailureError =>
  new FailureError({
    kind: 'missing',
    code: 'NO-SUCH-ARTIFACT',
    message: `Run ${runId} has no document of this digest.`,
    at: digest,
  });

const digestOfText = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const invalid = (code: string, message: string): FailureError => new FailureError({ kind: 'invalid', code, message });
