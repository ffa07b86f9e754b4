/** The command line can't be understood; the message says how to mend it. */
export class UsageError extends Error {}
