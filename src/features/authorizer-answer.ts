import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';

/** Variable with what a Lambda authorizer's function answered, as it did but for dates (see `withoutDates`). */
export const ANSWER = 'authorizer-result';

const whole = (): Expression => cs.call(cs.named('JToken'), 'Parse', cs.variable(ANSWER, 'string'));

/** Whether something holds of the answer, which is read once for it. */
export const ofAnswer = (holds: (result: Expression) => Expression): Expression =>
  cs.call(cs.arrayOf(whole()), 'Any', cs.lambda('result', holds));

/** A text that the answer gives. */
export const fromAnswer = (text: (result: Expression) => Expression): Expression =>
  cs.call(cs.call(cs.arrayOf(whole()), 'Select', cs.lambda('result', text)), 'First');

/** An invisible character that no answer has of itself. */
const MARK = '\u2063';
/** Comes after a quote. */
const LIKE_DATES = String.raw`(?=[0-9]{4}-|\\?/Date\()`;

/** Newtonsoft.Json takes texts that look like dates for dates and writes them otherwise: a mark keeps them texts. */
export const withoutDates = (json: Expression): Expression =>
  cs.call(cs.named('Regex'), 'Replace', json, `"${LIKE_DATES}`, `"${MARK}`);

/** JSON with parts of an answer as the function gave them. */
export const withDates = (json: Expression): Expression =>
  cs.call(cs.named('Regex'), 'Replace', json, `"${MARK}${LIKE_DATES}`, '"');

/** A text of an answer as the function gave it. */
export const asGiven = (value: Expression): Expression => cs.call(value, 'Replace', MARK, '');
