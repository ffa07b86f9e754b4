/** A record with the fields of a change in place of its own; what is left out of the change stays. */
export function withChanges<T extends object>(before: T, change: { readonly [Key in keyof T]?: T[Key] | undefined }): T {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...(Object.fromEntries(given) as Partial<T>) };
}
