/**
 * Target types, in API Management's words. A type's members are those of the ARM contract 2024-05-01
 * (`properties` of the resource), so that what is planned, what is PUT and what is read back compare member by member.
 * Ids are the last segment of the resource id.
 */

export interface ApimVersionSet {
  readonly id: string;
  readonly displayName: string;
  readonly versioningScheme: 'Segment' | 'Query' | 'Header';
  readonly versionQueryName?: string;
  readonly versionHeaderName?: string;
}

export interface ApimParameter {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly description?: string;
}

/** A body's content type and the name of its schema among those of the API. */
export interface ApimRepresentation {
  readonly contentType: string;
  readonly typeName: string;
}

export interface ApimResponse {
  readonly statusCode: number;
  readonly representations: readonly ApimRepresentation[];
}

export interface ApimOperation {
  readonly id: string;
  readonly displayName: string;
  /** Upper case. */
  readonly method: string;
  /** Starts with `/`; `{name}` and, last, `{*name}`; each name declared in `templateParameters` and the reverse. */
  readonly urlTemplate: string;
  readonly templateParameters: readonly ApimParameter[];
  readonly description?: string;
  readonly queryParameters?: readonly ApimParameter[];
  readonly headers?: readonly ApimParameter[];
  /** What bodies of requests look like. */
  readonly request?: readonly ApimRepresentation[];
  readonly responses?: readonly ApimResponse[];
}

export interface ApimApi {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  /** Relative to the gateway, without slashes at the ends; may be empty. */
  readonly path: string;
  readonly protocols: readonly ('https' | 'http' | 'wss' | 'ws')[];
  /** An API of requests and answers where it is absent. */
  readonly type?: 'http' | 'websocket';
  readonly serviceUrl?: string;
  readonly apiVersion?: string;
  readonly apiVersionSetId?: string;
  readonly subscriptionRequired: boolean;
  readonly subscriptionKeyParameterNames?: { readonly header: string; readonly query: string };
  readonly operations: readonly ApimOperation[];
}

/** A policy document: well-formed XML (`format: 'xml'`) and where it applies. */
export interface ApimPolicyDocument {
  readonly scope: ApimPolicyScope;
  readonly xml: string;
}

export type ApimPolicyScope =
  | { readonly kind: 'service' }
  | { readonly kind: 'product'; readonly productId: string }
  | { readonly kind: 'api'; readonly apiId: string }
  | { readonly kind: 'operation'; readonly apiId: string; readonly operationId: string };

export interface ApimNamedValue {
  readonly id: string;
  /** The name written `{{so}}` in policies; `[A-Za-z0-9-._]+`. */
  readonly displayName: string;
  readonly value?: string;
  readonly secret: boolean;
  readonly keyVault?: { readonly secretIdentifier: string; readonly identityClientId?: string };
  readonly tags?: readonly string[];
}

export interface ApimBackend {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  readonly url: string;
  readonly protocol: 'http';
  readonly credentials?: {
    readonly header?: Readonly<Record<string, readonly string[]>>;
    readonly query?: Readonly<Record<string, readonly string[]>>;
  };
  readonly tls?: { readonly validateCertificateChain: boolean; readonly validateCertificateName: boolean };
}

/** A schema of the service, which policies name. */
export interface ApimSchema {
  readonly id: string;
  readonly schemaType: 'json' | 'xml';
  readonly document?: Readonly<Record<string, unknown>>;
}

export interface ApimProduct {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  readonly subscriptionRequired: boolean;
  readonly approvalRequired?: boolean;
  readonly subscriptionsLimit?: number;
  readonly state: 'published' | 'notPublished';
  /** Ids of the APIs in the product. */
  readonly apiIds: readonly string[];
}

export interface ApimSubscription {
  readonly id: string;
  readonly displayName: string;
  /** `/products/{id}`, `/apis/{id}` or `/apis`. */
  readonly scope: string;
  readonly state: 'active' | 'suspended' | 'submitted';
  /** A secret. Never part of a plan, a history or a log: read at the source when the step is applied. */
  readonly primaryKey?: string;
}

export interface ApimHostname {
  readonly type: 'Proxy' | 'Management' | 'Portal' | 'Scm' | 'DeveloperPortal' | 'ConfigurationApi';
  readonly hostName: string;
  readonly keyVaultId?: string;
  readonly certificateSource?: 'KeyVault' | 'BuiltIn' | 'Custom' | 'Managed';
  readonly defaultSslBinding?: boolean;
  readonly negotiateClientCertificate?: boolean;
}

/** A certificate authority of the service (`certificates`), by which it knows callers; public, DER in base64. */
export interface ServiceAuthority {
  readonly storeName: 'Root' | 'CertificateAuthority';
  readonly encodedCertificate: string;
  /** SHA-1 in hexadecimal, as the service names it. */
  readonly thumbprint: string;
  readonly subject: string;
}

/** All that a gateway needs to answer requests: what the simulator runs and the sandbox's gateway reads from its ARM store. */
export interface ApimConfiguration {
  readonly serviceName: string;
  readonly hostnames: readonly string[];
  readonly authorities?: readonly Pick<ServiceAuthority, 'storeName' | 'encodedCertificate'>[];
  readonly apis: readonly ApimApi[];
  readonly versionSets: readonly ApimVersionSet[];
  readonly policies: readonly ApimPolicyDocument[];
  readonly namedValues: readonly ApimNamedValue[];
  readonly backends: readonly ApimBackend[];
  readonly schemas?: readonly ApimSchema[];
  readonly products: readonly ApimProduct[];
  readonly subscriptions: readonly ApimSubscription[];
}
