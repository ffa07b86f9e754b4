import axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';

// WCAG 2.2 AA, and what axe calls best practice.
const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
};

/**
 * Examines a page as it is shown now.
 * @returns a line for each fault: the rule, where, and what axe says of it; none where all is well
 */
export async function findFaults(frame: Frame): Promise<string[]> {
  const isFramed = frame.parentFrame() !== null;
  const known = await frame.evaluate(() => 'axe' in window);
  // Over the browser's own line, which no policy of the page concerns.
  if (!known) await frame.evaluate(axe.source);
  const results = await frame.evaluate(
    // The frames in it are the payment provider's.
    (options) => (window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> } }).axe.run({ exclude: ['iframe'] }, options),
    // In a frame the first heading is the host page's.
    { ...OPTIONS, rules: { ...OPTIONS.rules, 'page-has-heading-one': { enabled: !isFramed } } },
  );
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' ')));
}
