import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** How bodies are packed: compression and binary types (docs: mapping, B2). */
export const payloads = defineAccountFeature({
  id: 'payloads',
  fidelity: 'C',
  findings: {
    'COMPRESSION': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour:
        'API Gateway compresses answers from this size on for callers that accept it, and unpacks requests.',
      apimBehaviour: 'Bodies pass as they come: the backend compresses, or nobody does.',
      remedy: 'Compress in the backend or at the front where callers need it.',
    },
    'BINARY-TYPES': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: 'Bodies of these types pass as bytes, others as text in UTF-8.',
      apimBehaviour:
        'Bodies of proxies pass as bytes, of any type; those of custom HTTP integrations are converted as before.',
      remedy: 'Nothing, where backends send what they say they send; compare one answer of each type.',
    },
  },
  assess: (inventory) =>
    inventory.apis.flatMap(({ at, name, minimumCompressionSize: size, binaryMediaTypes }) => [
      ...(size === undefined
        ? []
        : [
            report(
              payloads,
              'COMPRESSION',
              below(at, 'minimumCompressionSize'),
              `Answers of ${name} are compressed from ${size} bytes on.`,
            ),
          ]),
      ...(binaryMediaTypes.length === 0
        ? []
        : [
            report(
              payloads,
              'BINARY-TYPES',
              below(at, 'binaryMediaTypes'),
              `${name} treats ${binaryMediaTypes.join(', ')} as binary.`,
            ),
          ]),
    ]),
});
