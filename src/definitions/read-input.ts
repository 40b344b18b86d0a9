import type { InputFile, InputReading } from '../model/assessment-input.ts';
import type { DiscoveryGap } from '../model/aws-account.ts';
import type { SourceRef } from '../model/source-ref.ts';
import { isTemplate, readTemplate } from './cloudformation/read-template.ts';
import { isObject, memberOf, type Json, type JsonObject } from './json.ts';
import { parseDocument } from './parse-document.ts';
import { textOf } from './placeholders.ts';
import { isDefinition, readDefinition } from './read-definition.ts';
import { isSnapshot, readSnapshot } from './snapshot.ts';

/**
 * What a file gives: an API definition, what a template deploys, or the source that a snapshot holds. Never throws: a file that is none is refused in one line that names the reason.
 */
export function readInput(file: InputFile): InputReading {
  try {
    return read(file);
  } catch (error) {
    // A defect of ours must not take the other files with it; it is named as what it is.
    return refused(
      file,
      `not read because of a defect of this program: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function read(file: InputFile): InputReading {
  if (isSnapshot(file)) return readSnapshot(file);
  const parsed = parseDocument(file);
  if (!parsed.ok) return refused(file, parsed.error);
  const root: SourceRef = { arn: `file:${file.file}`, pointer: '' };
  if (isTemplate(parsed.value)) return ofTemplate(file, parsed.value, parsed.duplicates);
  if (!isDefinition(parsed.value)) return refused(file, whyNoInput(parsed.value));
  const { api, gaps } = readDefinition(parsed.value, { at: root, readFrom: 'file', id: idOf(file.file) });
  const all = [...gaps, ...duplicateGaps(root, parsed.duplicates), beyond(root)];
  return { input: { file: file.file, ok: true, apiIds: [api.id] }, part: { apis: [api], gaps: all } };
}

/** A template without anything of API Gateway is one input too many, and is told so. */
function ofTemplate({ file }: InputFile, document: JsonObject, duplicates: readonly string[]): InputReading {
  const part = readTemplate(file, document);
  const apiIds = [...new Set((part.apis ?? []).map(({ id }) => id))];
  const isEmpty = Object.values(part).every((items) => items.length === 0);
  if (isEmpty) return refused({ file }, '/Resources: nothing of API Gateway, or of what stands around it, is there');
  const root: SourceRef = { arn: `file:${file}`, pointer: '' };
  return {
    input: { file, ok: true, apiIds },
    part: { ...part, gaps: [...(part.gaps ?? []), ...duplicateGaps(root, duplicates)] },
  };
}

const refused = ({ file }: Pick<InputFile, 'file'>, error: string): InputReading => ({
  input: { file, ok: false, error: error.replaceAll(/\s+/g, ' ').trim(), apiIds: [] },
  part: {},
});

function whyNoInput(value: Json): string {
  if (!isObject(value)) return 'neither an API definition nor a template: the document is no object';
  const version = textOf(memberOf(value, 'openapi')) ?? textOf(memberOf(value, 'swagger'));
  if (version === undefined)
    return '/: neither openapi nor swagger nor Resources is there: give an API definition, a template or a snapshot';
  if (isObject(memberOf(value, 'paths')))
    return `/: version ${version} is not read: use OpenAPI 3.0 or 3.1, or Swagger 2.0`;
  return '/paths: missing or no object: an API definition lists its operations there';
}

/** An id that is the same on every run: the file's path without its ending. */
export function idOf(file: string): string {
  return (
    file
      .replace(/\.[^./]+$/, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'definition'
  );
}

function duplicateGaps(at: SourceRef, duplicates: readonly string[]): DiscoveryGap[] {
  return duplicates.length === 0
    ? []
    : [
        {
          at: { ...at, pointer: '/' },
          call: 'A key that is written twice',
          reason: `${duplicates.slice(0, 5).join('; ')}: the last one was read`,
          remedy: 'Take one of them away.',
        },
      ];
}

/** What no definition says of an API. */
function beyond(at: SourceRef): DiscoveryGap {
  return {
    at,
    call: 'What is around the definition',
    reason:
      'a definition names neither its stages with their settings and variables, nor host names, usage plans and keys',
    remedy: 'Assess the account, a snapshot of it or the template as well, before anything is moved.',
    severity: 'review',
  };
}
