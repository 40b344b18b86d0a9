/** The part of JSON Schema that the published ARM contract uses for what is written. */
export interface ArmSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: ArmSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ArmSchema>>;
  readonly additionalProperties?: boolean | ArmSchema;
  /** Only the service writes it; what a request says is not looked at. */
  readonly readOnly?: boolean;
}

/** A kind of resource, such as `apis/operations`. */
export interface ArmKind {
  /** Of the last segment of its path. */
  readonly id: ArmSchema;
  /** Of its `properties`; a kind without stands for a link only. */
  readonly properties?: ArmSchema;
}
