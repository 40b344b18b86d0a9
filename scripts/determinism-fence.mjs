/**
 * Lint rule `crossgate/deterministic`: an orchestrator is replayed, so it may read no clock, randomness, environment or IO
 * of its own (docs: architecture, Laws 4; list from Microsoft Learn "Durable orchestrator code constraints", 2026-11-23).
 * `context.df.currentUtcDateTime`, `context.df.newGuid` and activities are the ways in.
 */
const GLOBALS = new Map([
  ['Date', 'use context.df.currentUtcDateTime'],
  ['performance', 'use context.df.currentUtcDateTime'],
  ['crypto', 'use context.df.newGuid'],
  ['process', 'read configuration in an activity'],
  ['fetch', 'call an activity'],
  ['setTimeout', 'use context.df.createTimer'],
  ['setInterval', 'use context.df.createTimer'],
  ['setImmediate', 'yield a task'],
  ['queueMicrotask', 'yield a task'],
  ['Promise', 'use context.df.Task.all or Task.any'],
  ['globalThis', 'it reaches everything that is fenced'],
]);

const isReference = (node) => {
  const { parent } = node;
  if (!parent) return true;
  if (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) return false;
  if (parent.type === 'Property' && parent.key === node && !parent.computed && parent.value !== node) return false;
  return !/^TS(TypeReference|QualifiedName|TypeQuery|PropertySignature)$/.test(parent.type);
};

const deterministic = {
  create(context) {
    const report = (node, message) => context.report({ node, message });
    return {
      Identifier(node) {
        const remedy = GLOBALS.get(node.name);
        if (!remedy || !isReference(node)) return;
        // new Date(value) of a given value is arithmetic, not a clock.
        if (node.name === 'Date' && node.parent?.type === 'NewExpression' && node.parent.arguments.length > 0) return;
        report(node, `'${node.name}' differs from one replay to the next: ${remedy}`);
      },
      MemberExpression(node) {
        if (node.object.type === 'Identifier' && node.object.name === 'Math' && node.property.name === 'random')
          report(node, "'Math.random' differs from one replay to the next: use context.df.newGuid");
      },
      AwaitExpression: (node) => report(node, 'an orchestrator yields tasks, it never awaits'),
      ImportExpression: (node) => report(node, 'an orchestrator imports nothing at run time'),
      FunctionDeclaration: (node) => node.async && report(node, 'an orchestrator is a generator, not async'),
      FunctionExpression: (node) => node.async && report(node, 'an orchestrator is a generator, not async'),
      ArrowFunctionExpression: (node) => node.async && report(node, 'an orchestrator is a generator, not async'),
    };
  },
};

export default { meta: { name: 'crossgate' }, rules: { deterministic } };
