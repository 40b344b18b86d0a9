import type { Finding, FindingOption } from '../model/finding.ts';

/** Options of the decisions about what stands at the target already. */
export const OVERWRITE = 'overwrite';
export const CLOSE_AND_UPDATE = 'close-and-update';
const KEEP = 'keep';

const theirs = (isKeptUnlessSaid: boolean): readonly FindingOption[] => [
  {
    name: KEEP,
    consequence:
      'It stays as it is. Nothing of the plan that stands and falls with it is written: an API stays as it is as a whole.',
    ...(isKeptUnlessSaid && { recommended: true }),
  },
  { name: OVERWRITE, consequence: 'It becomes what the plan says. The undo puts it back as it was found.' },
];

/** A resource of the target has no place at the source; decisions name it by its path. */
const at = (path: string) => ({ arn: `target:${path}`, pointer: '' });

/** Somebody changed what a run made. */
export const editedFinding = (path: string): Finding => ({
  code: 'TARGET-EDITED',
  severity: 'decision',
  feature: 'target',
  at: at(path),
  message: `${path} was made by a run and changed by somebody else since.`,
  awsBehaviour: 'The source says what the plan says.',
  apimBehaviour: 'The service holds what somebody made of it.',
  remedy: 'Take the change over into the run (an override), or say that the plan writes over it.',
  options: theirs(true),
});

/** Something that no run made stands where the plan would write. What it does nobody here knows, so that nothing is recommended. */
export const foreignFinding = (path: string): Finding => ({
  code: 'TARGET-TAKEN',
  severity: 'decision',
  feature: 'target',
  at: at(path),
  message: `${path} is at the service already, and no run made it.`,
  awsBehaviour: 'The source says what the plan says.',
  apimBehaviour: 'The service holds something else at this place.',
  remedy: 'Move it away, plan for another service, or say that the plan writes over it.',
  options: theirs(false),
});

/** An API that callers may be using changes. */
export const updateFinding = (path: string): Finding => ({
  code: 'TARGET-UPDATE',
  severity: 'decision',
  feature: 'target',
  at: at(path),
  message: `${path} answers callers at the service now, and the plan changes it.`,
  awsBehaviour: 'The source was changed, or is translated otherwise, since a run imported the API.',
  apimBehaviour:
    'While it is changed the API refuses all callers with 503, so that it is never open without its guards.',
  remedy: 'Choose a time at which its callers can be refused for as long as an import takes, or leave it as it is.',
  options: [
    {
      name: CLOSE_AND_UPDATE,
      consequence: 'The API refuses its callers for some seconds, a minute for a large one, and is then as planned.',
      recommended: true,
    },
    { name: KEEP, consequence: 'It stays as it is.' },
  ],
});
