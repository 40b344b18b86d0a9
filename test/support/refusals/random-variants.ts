import {
  pathOf,
  propertiesOf,
  replaced,
  withProperties,
  type Plan,
  type Properties,
  type Variant,
} from './plan-variant.ts';

type Random = () => number;

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 40,
  '',
  ' ',
  'x'.repeat(2001),
  '{{absent}}',
  '/loggers/absent',
  'https://example.com',
  '\u{1F600}',
  [],
  {},
  [null],
  { a: 1 },
];
const PIECES = ['<', '>', '"', '{', '}', '/', '&', ' ', 'x', '{{', '}}', '@(', ')', '<base />', '-id', '*', '0'];

/** Changes that follow no rule: members of any step taken away, exchanged, or their text cut and mended somewhere. */
export function* randomVariants(plan: Plan, random: Random, count: number): Iterable<Variant> {
  const steps = plan.steps.filter((step) => Object.keys(propertiesOf(step)).length > 0 && pathOf(step) !== '');
  for (let index = 0; index < count; index += 1) {
    const step = pick(steps, random);
    const properties = mutated(propertiesOf(step), random, steps.map(propertiesOf)) as Properties;
    const name = `${pathOf(step)} at random ${JSON.stringify(properties).slice(0, 300)}`;
    yield replaced(plan, step, withProperties(step, properties), name, 'open');
  }
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mutated(value: unknown, random: Random, others: readonly Properties[]): unknown {
  if (typeof value === 'string' && random() < 0.7) return cut(value, random);
  if (Array.isArray(value) && value.length > 0 && random() < 0.8) {
    const at = Math.floor(random() * value.length);
    return value.map((each: unknown, index) => (index === at ? mutated(each, random, others) : each));
  }
  if (!isObject(value) || Object.keys(value).length === 0) return pick(VALUES, random);
  const name = pick(Object.keys(value), random);
  const { [name]: member, ...rest } = value;
  const choice = random();
  if (choice < 0.15) return rest;
  if (choice < 0.3) {
    const [from, its] = pick(Object.entries(pick(others, random)), random);
    return { ...value, [random() < 0.5 ? name : from]: its };
  }
  return { ...value, [name]: mutated(member, random, others) };
}

/** Text with a piece taken out, put in, or doubled. */
function cut(text: string, random: Random): string {
  const [from, length] = [Math.floor(random() * (text.length + 1)), Math.floor(random() * 6)];
  const piece = pick([...PIECES, text.slice(from, from + length), text, ''], random);
  const taken = random() < 0.5 ? 0 : 1 + length;
  return text.slice(0, from) + piece + text.slice(from + taken);
}
