/** A sample tenant's packages as the playground offers them, by the public API; none when it does not answer. */
export async function listPackages(widgetOrigin: string, slug: string): Promise<{ name: string; value: string }[]> {
  try {
    const response = await fetch(`${widgetOrigin}/api/v1/packages?key=pk_test_${slug}_sample`, { signal: AbortSignal.timeout(3000) });
    const { packages } = (await response.json()) as { packages: { name: string; slug: string }[] };
    return packages.map((item) => ({ name: item.name, value: item.slug }));
  } catch {
    return [];
  }
}
