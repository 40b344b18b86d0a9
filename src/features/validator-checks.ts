import type { AwsApi, AwsRoute } from '../model/aws.ts';
import { templateNames } from './operations.ts';

/** In the order in which a refusal lists them (recorded 2024-01-10); a route is found by its path, whose parameters are always there. */
const PLACES = ['header', 'querystring'] as const;

export interface RequiredParameter {
  readonly place: (typeof PLACES)[number];
  readonly name: string;
}

/** What a route's validator asks for. */
export interface Checked {
  readonly required: readonly RequiredParameter[];
  readonly checksBody: boolean;
}

/** What a route's validator asks for; undefined where it asks for nothing, or was not read (`isUnread`). */
export function checkedBy(route: AwsRoute, api: AwsApi): Checked | 'unread' | undefined {
  if (route.requestValidatorId === undefined) return undefined;
  const validator = api.requestValidators.find(({ id }) => id === route.requestValidatorId);
  if (validator === undefined) return 'unread';
  const names = Object.entries(route.requestParameters).filter(([, isRequired]) => isRequired);
  const required = PLACES.flatMap((place) =>
    names
      .filter(([name]) => validator.validateRequestParameters && name.startsWith(`method.request.${place}.`))
      .map(([name]) => ({ place, name: name.slice(`method.request.${place}.`.length) })),
  );
  return {
    required,
    checksBody: validator.validateRequestBody && Object.keys(route.requestModels).length > 0,
  };
}

/** A path parameter that is asked for though the path has none of its name: API Gateway refuses every call (recorded 2024-01-10). */
export function missingPathParameter(route: AwsRoute, api: AwsApi): string | undefined {
  const validator = api.requestValidators.find(({ id }) => id === route.requestValidatorId);
  if (validator?.validateRequestParameters !== true) return undefined;
  const own = templateNames(route.path);
  return Object.entries(route.requestParameters)
    .flatMap(([name, isRequired]) => (isRequired ? [/^method\.request\.path\.(.+)$/.exec(name)?.[1]] : []))
    .find((name) => name !== undefined && !own.includes(name));
}

/** Whether the names that a refusal lists stand in JSON as they are. */
export const isListable = ({ required }: Checked): boolean =>
  required.every(({ name }) => /^[\w.~!*'()-]+$/.test(name));
