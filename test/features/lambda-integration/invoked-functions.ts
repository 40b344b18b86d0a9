import { readCase } from '../../../src/local/compare/case.ts';
import { planTarget } from '../../../src/local/compare/planned-target.ts';
import { deploy, readExport } from '../../../src/local/compare/source-side.ts';

/** Functions behind routes of APIs of all kinds, which a run decides to invoke. */

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
export const rest = { type: 'aws_proxy', httpMethod: 'POST', uri };
export const http = (payloadFormatVersion: string) => ({
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: ARN,
  payloadFormatVersion,
});
export const HTTP_API = { 'x-amazon-apigateway-importexport-version': '1.0' };
export const INVOKE = { decisions: { 'LAMBDA-TARGET': 'invoke-function' } };
export const OK = { backend: { answers: { lambda: { statusCode: 200 } } } };

type Terms = Parameters<typeof planTarget>[2];
export const codesOf = (definition: string, decided: Terms) => {
  const read = readExport(definition);
  const target = planTarget(read, deploy(read, readCase('{"request":{"method":"GET","path":"/"}}')), decided);
  return target.findings.map(({ code }) => code);
};
