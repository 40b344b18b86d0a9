import { CSharpError, NAMEABLE_TYPES } from './expression.ts';
import { STATIC_TYPES } from './members.ts';
import { localName } from './names.ts';

/** A local, a loop's variable or a lambda's parameter. */
export interface Local {
  readonly type: string;
  readonly slot: number;
  /** What a loop or a lambda gives cannot be assigned. */
  readonly isFixed: boolean;
}

/**
 * Names in scope. C# 7 refuses a name that stands for something else in an outer scope (CS0136), which is its whole block: also what was
 * declared in an inner one before.
 */
export class Scope {
  readonly #locals = new Map<string, Local>();
  readonly #inner = new Set<string>();
  readonly #outer: Scope | undefined;
  readonly #slots: { count: number };
  readonly isLoop: boolean;

  constructor(outer?: Scope, isLoop = false) {
    this.#outer = outer;
    this.#slots = outer === undefined ? { count: 0 } : outer.#slots;
    this.isLoop = isLoop || outer?.isLoop === true;
  }

  find(name: string): Local | undefined {
    return this.#locals.get(name) ?? this.#outer?.find(name);
  }

  declare(name: string, type: string, isFixed = false): Local {
    localName(name);
    const isType = STATIC_TYPES.includes(name) || NAMEABLE_TYPES.some((known) => known === name);
    if (name === 'context' || isType || this.#inner.has(name) || this.find(name) !== undefined)
      throw new CSharpError(`the name ${name} is taken`);
    const local = { type, slot: this.#slots.count++, isFixed };
    this.#locals.set(name, local);
    for (let scope = this.#outer; scope !== undefined; scope = scope.#outer) scope.#inner.add(name);
    return local;
  }
}
