// Who may import whom. Each rule names the layer it protects; the check runs on sources, type imports included.

const pureFolders = '^packages/(embed-protocol|availability|contract)/src/';
const tests = '([.-](test|fixture|contract)[.]tsx?$|/(test|testing|fixtures)/)';
const feature = '^apps/bff/src/features/([^/]+)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing would slip past every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-know-no-app',
      comment: 'Apps are leaves. The benchmarks measure the BFF, so they alone may import its front door.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/bench/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-are-leaves',
      comment: 'No app imports another.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-only-by-front-door',
      comment: 'Benchmarks and end-to-end tests may start an app through its index.ts, never reach into it.',
      severity: 'error',
      from: { path: '^(packages/bench|e2e)/' },
      to: { path: '^apps/', pathNot: '^apps/[^/]+/src/index[.]ts$' },
    },
    {
      name: 'packages-only-by-name',
      comment: 'Another package is what its package.json exports; a relative path would go round that.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/[^/]+/src/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'sdk-imports-the-protocol-alone',
      comment: 'Every byte of the loader is on somebody else’s page.',
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: [tests, '^packages/sdk/src/(build|releases?|jsx|pack-package|declarations|tarball)[.]ts$'] },
      to: { pathNot: '^packages/(sdk|embed-protocol)/src/' },
    },
    {
      name: 'pure-packages-import-nothing-of-ours',
      comment: 'The protocol, the slot engine and the contract are what everything else stands on.',
      severity: 'error',
      from: { path: pureFolders, pathNot: tests },
      to: { path: '^(packages|apps|e2e)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'protocol-and-slot-engine-stand-alone',
      comment: 'Pure functions: no library, no Node.',
      severity: 'error',
      from: { path: '^packages/(embed-protocol|availability)/src/', pathNot: tests },
      to: { pathNot: '^packages/$1/' },
    },
    {
      name: 'contract-imports-zod-alone',
      comment: 'Browsers load the contract too.',
      severity: 'error',
      from: { path: '^packages/contract/src/', pathNot: tests },
      to: { pathNot: ['^packages/contract/', '/node_modules/(zod|@hono/zod-openapi)/'] },
    },
    {
      name: 'tooling-stays-out-of-products',
      comment: 'Test kit, emulator and local stack are for tests and development.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [tests, '^packages/(test-kit|bench|local-stack|simulation|stripe-emulator|embedded-database)/'] },
      to: { path: '^packages/(test-kit|local-stack|simulation|stripe-emulator|embedded-database|bench)/' },
    },
    {
      name: 'checker-trusts-nobody',
      severity: 'error',
      comment: 'Whoever judges the product must not believe what it believes: no code of ours, not even of the simulation around it.',
      from: { path: '^packages/simulation/src/checker/', pathNot: tests },
      to: { path: '^(packages|apps|e2e)/', pathNot: '^packages/simulation/src/checker/' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      comment: 'app → features → platform.',
      from: { path: '^apps/bff/src/platform/', pathNot: tests },
      to: { path: '^apps/bff/src/(features/|app[.]ts|main[.]ts|worker[.]ts|cli[.]ts)' },
    },
    {
      name: 'features-meet-at-front-doors',
      severity: 'error',
      comment: 'Another feature is its index.ts.',
      from: { path: feature, pathNot: tests },
      to: { path: '^apps/bff/src/features/', pathNot: ['^apps/bff/src/features/$1/', '^apps/bff/src/features/[^/]+/index[.]ts$'] },
    },
    {
      name: 'features-know-no-process',
      severity: 'error',
      comment: 'Which process a feature runs in is decided above it.',
      from: { path: feature, pathNot: tests },
      to: { path: '^apps/bff/src/(app|main|worker|cli)[.]ts$' },
    },
    {
      name: 'payments-know-no-booking',
      severity: 'error',
      comment: 'Bookings call payments, and listen to its events.',
      from: { path: '^apps/bff/src/features/payments/', pathNot: tests },
      to: { path: '^apps/bff/src/features/bookings/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|[.]mais|[.]artifacts)/' },
    tsPreCompilationDeps: true,
    parser: 'tsc',
    // Workspace packages are found through their links and judged by where they really are.
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
