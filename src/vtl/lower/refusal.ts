/** Why a template is not compiled; `at` is an offset in its text. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly at: number;

  constructor(code: RefusalCode, detail: string, at: number) {
    super(detail);
    this.code = code;
    this.at = at;
  }
}

export type RefusalCode =
  | 'VTL-EVALUATE'
  | 'VTL-STOP'
  | 'VTL-PATH'
  | 'VTL-CONTEXT'
  | 'VTL-METHOD'
  | 'VTL-VALUE'
  | 'VTL-ARITHMETIC'
  | 'VTL-VARIABLE'
  | 'VTL-UTIL'
  | 'VTL-SIZE';
