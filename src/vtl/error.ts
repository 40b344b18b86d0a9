/** A place in a template's text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A template that Velocity does not read: API Gateway answers its callers with 500. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** Without the place, which the message names first. */
  readonly detail: string;
  readonly place: Place;

  constructor(detail: string, place: Place) {
    super(`line ${place.line}, column ${place.column}: ${detail}`);
    this.detail = detail;
    this.place = place;
  }
}

/** A template that fails as it runs, such as by an index that a list has not. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}

/** The place of an offset in a text. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
