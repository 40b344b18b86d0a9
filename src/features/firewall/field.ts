import type { WafCondition } from '../../model/azure-waf.ts';
import { objectOf, textOf, Untranslatable, type Statement } from './json-statement.ts';

/** Where AWS WAF looks, as a variable of Azure WAF (docs: mapping, B10). @throws Untranslatable */
export function fieldOf(field: Statement): Pick<WafCondition, 'variable' | 'selector'> {
  const [[name, part] = ['', undefined]] = Object.entries(field);
  switch (name) {
    // With the query, which AWS keeps apart.
    case 'UriPath':
      return { variable: 'RequestUri' };
    case 'QueryString':
      return { variable: 'QueryString' };
    case 'Method':
      return { variable: 'RequestMethod' };
    case 'Body':
      return { variable: 'RequestBody' };
    case 'SingleHeader':
      return { variable: 'RequestHeaders', selector: textOf(objectOf(part)['Name']) };
    default:
      throw new Untranslatable(name === '' ? 'a statement without a field' : `the field ${name}`);
  }
}
