import { ImportRefused, isObject, type Json } from './document.ts';

/** A resource policy whose statements lack what every statement has is refused (API Gateway guide, resource policies). */
export function refuseInvalidPolicy(policy: Json): void {
  const statements: readonly unknown[] = [policy['Statement']].flat();
  const isWhole = (statement: unknown): boolean =>
    isObject(statement) &&
    (statement['Effect'] === 'Allow' || statement['Effect'] === 'Deny') &&
    [
      ['Principal', 'NotPrincipal'],
      ['Action', 'NotAction'],
      ['Resource', 'NotResource'],
    ].every((names) => names.some((name) => statement[name] !== undefined));
  const wrong = statements.findIndex((statement) => !isWhole(statement));
  if (wrong >= 0)
    throw new ImportRefused(
      `Invalid policy document. Please check the policy syntax and ensure that Principals are valid. (Statement ${wrong})`,
    );
}
