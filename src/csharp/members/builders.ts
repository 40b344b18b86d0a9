import type { CsValue } from '../context.ts';
import { reference } from '../numbers.ts';
import { toText } from '../text.ts';
import { method, property, type Members } from './member.ts';

/** StringBuilder: text that grows in place. */

interface Builder {
  text: string;
}

export const BUILDER_MEMBERS: Readonly<Record<string, Members>> = {
  'StringBuilder': {
    Append: method<Builder>('StringBuilder', ['appended'], (builder, value: CsValue = null) => {
      builder.text += toText(value);
      return reference('StringBuilder', builder);
    }),
    Length: property<Builder>('int', ({ text }) => text.length),
    ToString: method<Builder>('string', [], ({ text }) => text),
  },
  'new StringBuilder': {
    StringBuilder: method('StringBuilder', [], () => reference('StringBuilder', { text: '' } satisfies Builder)),
  },
};
