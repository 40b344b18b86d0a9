import { listOf } from '../query-service.ts';
import { AwsError } from '../wire.ts';

/** What each filter of a describe call is held against, by the filter's name. */
export type Filters<T> = Readonly<Record<string, (thing: T) => string | undefined>>;

/** Those that fit every filter of the form (`Filter.1.Name`, `Filter.1.Value.1`); `*` and `?` in values are wildcards. */
export function filtered<T>(things: readonly T[], form: URLSearchParams, filters: Filters<T>): T[] {
  let found = [...things];
  for (let i = 1; form.has(`Filter.${i}.Name`); i += 1) {
    const name = form.get(`Filter.${i}.Name`) ?? '';
    const tell = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!tell) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    const patterns = listOf(form, `Filter.${i}.Value`).map(patternOf);
    found = found.filter((thing) => patterns.some((pattern) => pattern.test(tell(thing) ?? '')));
  }
  return found;
}

function patternOf(value: string): RegExp {
  const escaped = value.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
