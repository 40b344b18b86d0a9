import { below, type SourceRef } from '../../model/source-ref.ts';
import { isList, isObject, memberOf, objectAt, type Json, type JsonObject } from '../json.ts';
import type { Notes } from '../notes.ts';
import { intrinsic, textOf } from '../placeholders.ts';
import { Conditions } from './conditions.ts';

/** Pseudo parameters that are the same wherever a template of the standard partition is deployed. */
const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' };

/**
 * Puts in what a template says of itself: defaults of parameters, mappings, conditions, joins. What only a deployment knows stays in
 * the text as `${Name}` or `${Resource.Attribute}`, so that references to a resource are alike wherever they stand.
 */
export class Resolver {
  readonly #document: JsonObject;
  readonly #at: SourceRef;
  readonly #notes: Notes;
  readonly #conditions: Conditions;
  readonly #noted = new Set<string>();

  constructor(document: JsonObject, at: SourceRef, notes: Notes) {
    this.#document = document;
    this.#at = at;
    this.#notes = notes;
    this.#conditions = new Conditions(objectAt(document, 'Conditions'), (value) => textOf(this.resolve(value, at)));
  }

  /** Whether a resource with this condition is deployed by default; undefined when that is not known. */
  holds(condition: string): boolean | undefined {
    return this.#conditions.holds(condition);
  }

  /** A value with all its functions put in; undefined for nothing (`AWS::NoValue`). @param at where it stands */
  resolve(value: Json | undefined, at: SourceRef): Json | undefined {
    if (isList(value))
      return value.flatMap((item, index): readonly Json[] => {
        const resolved = this.resolve(item, below(at, index));
        return resolved === undefined ? [] : [resolved];
      });
    if (!isObject(value)) return value;
    const call = intrinsic(value);
    if (call !== undefined) return this.#call(call[0], call[1], at);
    const members = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
      const resolved = this.resolve(member, below(at, key));
      return resolved === undefined ? [] : [[key, resolved]];
    });
    return Object.fromEntries(members);
  }

  #call(name: string, argument: Json, at: SourceRef): Json | undefined {
    if (name === 'Ref') return typeof argument === 'string' ? this.#ref(argument) : unknownCall(name, argument);
    if (name === 'Fn::If') return this.#branch(argument, at);
    const resolved = this.resolve(argument, below(at, name)) ?? null;
    if (name === 'Fn::Sub') return this.#sub(resolved);
    if (name === 'Fn::Join') return join(resolved) ?? unknownCall(name, argument);
    if (name === 'Fn::GetAtt') return attribute(resolved) ?? unknownCall(name, argument);
    if (name === 'Fn::Split') return split(resolved) ?? unknownCall(name, argument);
    if (name === 'Fn::Select') return select(resolved) ?? unknownCall(name, argument);
    if (name === 'Fn::FindInMap') return this.#find(resolved) ?? unknownCall(name, argument);
    if (name === 'Fn::ToJsonString') return JSON.stringify(resolved);
    // What is put in from elsewhere may be anything, a guard included.
    if (name === 'Fn::Transform') return this.#included(at, argument);
    return unknownCall(name, argument);
  }

  #included(at: SourceRef, argument: Json): Json {
    const remedy = 'Put the included text into the template, or assess what is deployed.';
    this.#notes.gap(at, 'An include', 'what it puts in lies outside of the template', remedy, 'blocker');
    return unknownCall('Fn::Transform', argument);
  }

  #ref(name: string): Json | undefined {
    if (name === 'AWS::NoValue') return undefined;
    return PSEUDO[name] ?? this.#parameter(name) ?? `\${${name}}`;
  }

  /** The default of a parameter that holds a value itself: one of an SSM parameter is a name. */
  #parameter(name: string): Json | undefined {
    const parameter = memberOf(objectAt(this.#document, 'Parameters'), name);
    const value = memberOf(parameter, 'Default');
    if (value === undefined || (textOf(memberOf(parameter, 'Type')) ?? '').startsWith('AWS::SSM')) return undefined;
    if (!this.#noted.has(name)) {
      this.#noted.add(name);
      const text = memberOf(parameter, 'NoEcho') === undefined ? `"${textOf(value) ?? ''}"` : 'that is not shown';
      const remedy = 'Assess what is deployed, or make sure that the default is what is deployed.';
      const reason = `its default ${text} was read, a deployment may have another`;
      this.#notes.gap(below(this.#at, 'Parameters', name), `The parameter ${name}`, reason, remedy, 'review');
    }
    return textOf(memberOf(parameter, 'Type'))?.startsWith('List<') === true ||
      memberOf(parameter, 'Type') === 'CommaDelimitedList'
      ? (textOf(value) ?? '').split(',').map((each) => each.trim())
      : value;
  }

  #sub(argument: Json): Json {
    const [text, own]: readonly [Json | undefined, JsonObject] = isList(argument)
      ? [argument[0], isObject(argument[1]) ? argument[1] : {}]
      : [argument, {}];
    if (typeof text !== 'string') return unknownCall('Fn::Sub', argument);
    return text.replaceAll(/\$\{(!?)([^{}]*)\}/g, (found: string, escape: string, name: string) => {
      if (escape !== '') return `\${${name}}`;
      const key = name.trim();
      const value = Object.hasOwn(own, key) ? own[key] : this.#ref(key);
      return textOf(value) ?? found;
    });
  }

  /** The branch that is deployed by default; where that is not known the first that is something. */
  #branch(argument: Json, at: SourceRef): Json | undefined {
    if (!isList(argument) || argument.length < 3) return unknownCall('Fn::If', argument);
    const [name, yes, no] = argument;
    const holds = this.#conditions.holds(textOf(name) ?? '');
    const branches = [yes, no].map((each, index) => this.resolve(each, below(at, 'Fn::If', index + 1)));
    if (holds !== undefined) return branches[holds ? 0 : 1];
    const reason = `whether ${textOf(name) ?? 'it'} holds is not known: the first branch that is something was read`;
    this.#notes.gap(at, 'A condition', reason, 'Assess what is deployed.', 'review');
    return branches.find((each) => each !== undefined);
  }

  #find(argument: Json): Json | undefined {
    if (!isList(argument)) return undefined;
    const [map, first, second] = argument.map((each) => textOf(each) ?? '');
    const found = memberOf(
      memberOf(memberOf(objectAt(this.#document, 'Mappings'), map ?? ''), first ?? ''),
      second ?? '',
    );
    return isObject(found) ? undefined : found;
  }
}

/** What is known of a call, as text that names it. */
const unknownCall = (name: string, argument: Json): string => {
  const text = JSON.stringify(argument).replaceAll(/[{}]/g, ' ');
  return `\${${name}:${text.length > 80 ? `${text.slice(0, 80)}...` : text}}`;
};

function join(argument: Json): string | undefined {
  if (!isList(argument) || !isList(argument[1])) return undefined;
  return argument[1].map((each) => textOf(each) ?? '').join(textOf(argument[0]) ?? '');
}

function attribute(argument: Json): string | undefined {
  const name = isList(argument) ? argument.map((each) => textOf(each) ?? '').join('.') : textOf(argument);
  return name === undefined ? undefined : `\${${name}}`;
}

/** A text that still has something open cannot be split. */
function split(argument: Json): readonly Json[] | undefined {
  if (!isList(argument)) return undefined;
  const [separator, text] = argument.map(textOf);
  return separator === undefined || separator === '' || text === undefined || text.includes('${')
    ? undefined
    : text.split(separator);
}

function select(argument: Json): Json | undefined {
  return isList(argument) && isList(argument[1]) ? argument[1][Number(textOf(argument[0]))] : undefined;
}
