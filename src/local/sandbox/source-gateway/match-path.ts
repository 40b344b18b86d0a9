/**
 * Matches a path against `/orders/{id}` or `/{proxy+}`. A trailing `/` and doubled leading ones match as if they were
 * not there (recorded 2026-11-23); a greedy variable needs at least one segment. Values stay encoded.
 */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const variable = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    const value = given[index];
    if (value === undefined || (variable && value === '')) return undefined;
    if (!variable) {
      if (segment !== value) return undefined;
    } else if (variable[2] === '+') {
      values[variable[1] as string] = given.slice(index).join('/');
      return values;
    } else values[variable[1] as string] = value;
  }
  return wanted.length === given.length ? values : undefined;
}

/** Sort key of a template: fixed segments before variables, variables before greedy ones, at the first difference. */
export function specificity(template: string): string {
  return segmentsOf(template)
    .map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'))
    .join('')
    .padEnd(32, '3');
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\/+/, '').replace(/\/$/, '').split('/');
}
