/**
 * The settings of the deployed app, from its environment (the only reader of process.env). Names of Azure Functions and the
 * SDKs are theirs: AWS_* and AWS_ENDPOINT_URL* are read by the AWS SDK, IDENTITY_* by @azure/identity.
 */
export interface Config {
  /** Where ARM listens when it is not Azure's public cloud (CROSSGATE_ARM_ENDPOINT, https). */
  readonly armEndpoint?: string;
  /** Where every Key Vault is reached when not by its own host name (CROSSGATE_KEYVAULT_ENDPOINT, https). */
  readonly keyVaultEndpoint?: string;
  /** `host:port` of DNS servers to ask instead of the names' own (CROSSGATE_DNS_SERVERS, comma-separated). */
  readonly dnsServers?: readonly string[];
  /** `managed-identity` where the platform offers one (IDENTITY_ENDPOINT), else a developer's own sign-in. */
  readonly azureCredential: 'managed-identity' | 'default';
  /** Client id of a user-assigned identity (AZURE_CLIENT_ID). */
  readonly identityClientId?: string;
  readonly storage: StorageConfig;
}

/** Where runs and documents are kept. */
export type StorageConfig =
  /** A folder of one machine (CROSSGATE_STATE_DIR). */
  | { readonly kind: 'folder'; readonly folder: string }
  /** The storage account of the Functions app by its identity (AzureWebJobsStorage__*). */
  | { readonly kind: 'account'; readonly tableServiceUri: string; readonly blobServiceUri: string }
  /** The same by a connection string (AzureWebJobsStorage), which on a developer's machine names Azurite. */
  | { readonly kind: 'connection-string'; readonly connectionString: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names the setting when runs and documents have no place. */
export function readConfig(environment: Environment): Config {
  const { CROSSGATE_ARM_ENDPOINT, CROSSGATE_KEYVAULT_ENDPOINT, AZURE_CLIENT_ID, IDENTITY_ENDPOINT } = environment;
  const servers = (environment['CROSSGATE_DNS_SERVERS'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return {
    ...(CROSSGATE_ARM_ENDPOINT ? { armEndpoint: CROSSGATE_ARM_ENDPOINT } : {}),
    ...(CROSSGATE_KEYVAULT_ENDPOINT ? { keyVaultEndpoint: CROSSGATE_KEYVAULT_ENDPOINT } : {}),
    ...(servers.length > 0 ? { dnsServers: servers } : {}),
    azureCredential: IDENTITY_ENDPOINT ? 'managed-identity' : 'default',
    ...(AZURE_CLIENT_ID ? { identityClientId: AZURE_CLIENT_ID } : {}),
    storage: storageOf(environment),
  };
}

function storageOf(environment: Environment): StorageConfig {
  const folder = environment['CROSSGATE_STATE_DIR'];
  if (folder) return { kind: 'folder', folder };
  const account = environment['AzureWebJobsStorage__accountName'];
  const table =
    environment['AzureWebJobsStorage__tableServiceUri'] ?? (account && `https://${account}.table.core.windows.net`);
  const blob =
    environment['AzureWebJobsStorage__blobServiceUri'] ?? (account && `https://${account}.blob.core.windows.net`);
  if (table && blob) return { kind: 'account', tableServiceUri: table, blobServiceUri: blob };
  const connectionString = environment['AzureWebJobsStorage'];
  if (connectionString) return { kind: 'connection-string', connectionString };
  throw new Error(
    'Nowhere to keep runs: set CROSSGATE_STATE_DIR (one machine), AzureWebJobsStorage__tableServiceUri and ' +
      'AzureWebJobsStorage__blobServiceUri (identity-based), or AzureWebJobsStorage (a connection string).',
  );
}

/** The settings of this process. */
export function loadConfig(): Config {
  return readConfig(process.env);
}
