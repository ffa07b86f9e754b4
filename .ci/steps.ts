/** One thing that `pnpm test` checks. */
export interface Step {
  name: string;
  /** run one after the other, from the repository's top folder */
  commands: string[][];
  /** the step runs tests, and writes a vitest JSON report where `TEST_REPORT` says */
  countsTests: boolean;
  /** After so long it is ended, as a failure, and the next step begins: at least twice what it takes on two processors. */
  limitMinutes: number;
}

/** What `pnpm test` runs, quick ones first. */
export const steps: Step[] = [
  { name: 'types', commands: [['node', '.ci/types.ts']], countsTests: false, limitMinutes: 5 },
  { name: 'lint', commands: [['oxlint', '--config', '.config/oxlintrc.json', '--deny-warnings']], countsTests: false, limitMinutes: 5 },
  {
    name: 'boundaries',
    commands: [['depcruise', '--config', '.config/dependency-cruiser.cjs', '--output-type', 'err-long', 'packages', 'apps', 'e2e']],
    countsTests: false,
    limitMinutes: 5,
  },
  { name: 'unused code', commands: [['knip', '--config', '.config/knip.json']], countsTests: false, limitMinutes: 5 },
  { name: 'cited paths', commands: [['node', '.ci/cited-paths.ts']], countsTests: false, limitMinutes: 5 },
  {
    name: 'build and sizes',
    commands: [
      ['node', 'packages/local-stack/src/build.ts'],
      ['size-limit', '--config', '.config/size-limit.json'],
    ],
    countsTests: false,
    limitMinutes: 5,
  },
  { name: 'unit and integration', commands: [['vitest', 'run', '--config', '.config/vitest.config.ts']], countsTests: true, limitMinutes: 40 },
  { name: 'end to end', commands: [['node', 'e2e/src/run.ts']], countsTests: true, limitMinutes: 30 },
  {
    name: 'simulation',
    // A busy machine begins fewer of them in the time, and says so.
    commands: [['node', 'packages/simulation/src/main.ts', '--runs', '30', '--parallel', '3', '--customers', '10', '--duration', '2500', '--seconds', '600']],
    countsTests: true,
    limitMinutes: 25,
  },
];
