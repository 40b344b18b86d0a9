export type { BasePathMode } from './import/base-path.ts';
export { ImportRefused } from './import/document.ts';
export { importHttpApi } from './import/http-api.ts';
export { importRestApi, type RestApiImport } from './import/rest-api.ts';
