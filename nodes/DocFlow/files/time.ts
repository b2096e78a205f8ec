/** A moment (epoch milliseconds) as RFC 3339 with whole seconds, as the API writes update times. */
export const rfc3339 = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+/, '');
