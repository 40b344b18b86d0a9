/** Names that say that their value is a secret: such a value is never written into a policy, an address or the plan. */
const SECRET_NAME = /secret|passw|token|credential|api_?key|private_?key/i;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Text with `${stageVariables.x}` put in; undefined when a variable is missing (a 500 on AWS, recorded) or is a secret. */
export function inlineVariables(text: string, variables: Readonly<Record<string, string>>): string | undefined {
  let isKnown = true;
  const inlined = text.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined || isSecretName(name)) isKnown = false;
    return value ?? '';
  });
  return isKnown && !inlined.includes('stageVariables') ? inlined : undefined;
}
