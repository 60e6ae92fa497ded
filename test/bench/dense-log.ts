/** Where the events of the instant account lie in time. */
export const newestMs = Date.UTC(2026, 10, 21, 18, 0);
export const stepMs = 20;
