/** With the pauses in between the last one is about 69 hours after the first. */
export const MAX_ATTEMPTS = 13;

/** Without one success in between an endpoint is given up after this long. The last attempts of a delivery lie beyond. */
export const GIVE_UP_AFTER_MS = 60 * 3_600_000;
