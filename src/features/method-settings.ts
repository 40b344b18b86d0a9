import type { AwsApi, AwsMethodSettings, AwsRoute } from '../model/aws.ts';

/**
 * The method's own setting before the stage's; paths come raw or with `~1` for a slash. Of HTTP and WebSocket APIs a key is the route's,
 * or the path with the method behind it, as discovery writes both kinds.
 */
export function settingFor(
  route: AwsRoute,
  api: AwsApi,
  settings: readonly AwsMethodSettings[],
): AwsMethodSettings | undefined {
  const names =
    api.type !== 'REST'
      ? [`${route.method} ${route.path}`, route.path, `${route.path}/${route.method}`]
      : [`${route.path.slice(1)}/${route.method}`, `${route.path}/${route.method}`];
  const of = (wanted: readonly string[]): AwsMethodSettings | undefined =>
    settings.find(({ key }) => wanted.includes(key.replaceAll('~1', '/')));
  return of(names) ?? of(['*/*']);
}
