import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** What usage plans hold besides limits (docs: mapping, B5). */
export const usagePlanDetails = defineAccountFeature({
  id: 'usage-plan-details',
  fidelity: 'C',
  findings: {
    'MARKETPLACE-PRODUCT': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'AWS Marketplace sells the plan and reports its use.',
      apimBehaviour: 'API Management does not sell subscriptions by itself.',
      remedy: 'End or move the offer before keys are carried over.',
    },
    'QUOTA-OFFSET': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour:
        "AWS's reference takes the offset from the limit of the first period; its older texts shift the day on which periods begin.",
      apimBehaviour:
        'The limit is whole from the first period on, and periods begin with the day, the week or the month.',
      remedy: 'Ask GetUsage when the periods of a key begin, and tell its owner where that changes.',
    },
    'API-KEY-CUSTOMER': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: 'The key names a customer of AWS Marketplace.',
      apimBehaviour: 'A subscription has an owner, which is a user of the service.',
      remedy: 'Give bicep/groups.bicep the developers behind the customers where the owner of a key must be known.',
    },
  },
  assess: (inventory) => [
    ...inventory.usagePlans.flatMap(({ at, name, productCode }) =>
      productCode === undefined
        ? []
        : [
            report(
              usagePlanDetails,
              'MARKETPLACE-PRODUCT',
              below(at, 'productCode'),
              `The usage plan ${name} is sold as ${productCode}.`,
            ),
          ],
    ),
    ...inventory.usagePlans
      .filter(({ quota }) => (quota?.offset ?? 0) > 0)
      .map(({ at, name, quota }) =>
        report(
          usagePlanDetails,
          'QUOTA-OFFSET',
          below(at, 'quota', 'offset'),
          `The quota of the usage plan ${name} has an offset of ${quota?.offset ?? 0}.`,
        ),
      ),
    ...inventory.apiKeys.flatMap(({ at, name, customerId }) =>
      customerId === undefined
        ? []
        : [
            report(
              usagePlanDetails,
              'API-KEY-CUSTOMER',
              below(at, 'customerId'),
              `The key ${name} belongs to the customer ${customerId}.`,
            ),
          ],
    ),
  ],
});
