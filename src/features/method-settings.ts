import type { AwsApi, AwsMethodSettings, AwsRoute } from '../model/aws.ts';

/** The method's own setting before the stage's; paths come raw or with `~1` for a slash. */
export function settingFor(
  route: AwsRoute,
  api: AwsApi,
  settings: readonly AwsMethodSettings[],
): AwsMethodSettings | undefined {
  const names =
    api.type === 'HTTP'
      ? [`${route.method} ${route.path}`, route.path]
      : [`${route.path.slice(1)}/${route.method}`, `${route.path}/${route.method}`];
  const of = (wanted: readonly string[]): AwsMethodSettings | undefined =>
    settings.find(({ key }) => wanted.includes(key.replaceAll('~1', '/')));
  return of(names) ?? of(['*/*']);
}
