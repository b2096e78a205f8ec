/** The epoch with which the ids printed in the vendor's documents decode to plausible days. */
const EPOCH_MS = 1288834974657;
let counter = 0;

/** A snowflake id as DocFlow makes them: milliseconds above 22 bits of counter, as a string of 19 digits. */
export function snowflake(now: number): string {
	counter = (counter + 1) % (1 << 22);
	return String((BigInt(Math.floor(now) - EPOCH_MS) << 22n) | BigInt(counter));
}
