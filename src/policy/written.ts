import { withoutMark } from '../model/mark.ts';
import { readPolicy } from './read.ts';
import { samePolicy } from './same.ts';

/**
 * Whether a resource still is what we wrote: every member that we sent has the value that we sent, the mark of a run aside. Azure adds
 * members of its own (apiRevision, provisioningState ...), spells ids in another case or in full, and reformats policies; secrets never
 * come back (recorded, azure-and-aws-sdks.md section 8, 2026-11-23).
 */
export function isAsWritten(sent: unknown, read: unknown, path = ''): boolean {
  if (sent === undefined || isWriteOnly(path) || isVaulted(sent, read)) return true;
  if (Array.isArray(sent)) {
    const found = withoutMark(read);
    if (!Array.isArray(found) || found.length !== sent.length) return false;
    return sent.every((item, index) => isAsWritten(item, found[index], path));
  }
  if (sent !== null && typeof sent === 'object') {
    if (read === null || typeof read !== 'object') return Object.keys(sent).length === 0;
    if ('format' in sent && 'value' in sent) return isPolicyAsWritten(sent, read);
    return Object.entries(sent).every(([key, value]) =>
      isAsWritten(value, (read as Record<string, unknown>)[key], key),
    );
  }
  if (typeof sent === 'string' && typeof read === 'string') {
    const found = withoutMark(read) as string;
    return sent === found || isSameId(sent, read) || sent.replace(/^\//, '') === read;
  }
  return sent === read || (sent === null && read === undefined);
}

/** Members of subscriptions, providers of credentials and users that GET leaves out. */
const WRITE_ONLY: readonly string[] = [
  'primaryKey',
  'secondaryKey',
  'clientSecret',
  'password',
  'appType',
  'confirmation',
];
const isWriteOnly = (member: string): boolean => WRITE_ONLY.includes(member);

/** Keys of loggers and caches come back as the named value that the service made of them, `{{Logger-Credentials--…}}`. */
const isVaulted = (sent: unknown, read: unknown): boolean =>
  typeof sent === 'string' && typeof read === 'string' && /^\{\{[\w-]+--[0-9a-f]{24}\}\}$/.test(read);

function isPolicyAsWritten(sent: object, read: object): boolean {
  const [wanted, found] = [sent, read].map((each) => (each as { value?: unknown }).value);
  if (wanted === found) return true;
  return (
    typeof wanted === 'string' &&
    typeof found === 'string' &&
    samePolicy(readPolicy(asDocument(wanted)), readPolicy(asDocument(found)))
  );
}

/** A fragment reads as if it stood in a section. */
const asDocument = (text: string): string =>
  text
    .replace(/<fragment\s*\/>/, '<fragment></fragment>')
    .replace(/<(\/?)fragment>/g, (_, end) => (end === '/' ? '</inbound></policies>' : '<policies><inbound>'));

/** A short id (`/apis/orders`) comes back long, and in any case. */
function isSameId(sent: string, read: string): boolean {
  return sent.startsWith('/') && read.toLowerCase().endsWith(sent.toLowerCase());
}
