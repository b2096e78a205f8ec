/** Pauses up to this are the node's own waiting; longer timers are guards against hanging and stay real. */
const LONGEST_PAUSE_MS = 1_000;
/** The node waits for a quarter of a second at least; what is shorter belongs to the libraries under it. */
const SHORTEST_PAUSE_MS = 250;

/** Timers without pauses, and a clock that shows these as slept. */
function withoutPauses() {
	const { now } = Date;
	const { setTimeout: start, clearTimeout: end } = global;
	let slept = 0;
	return {
		slept: () => slept,
		now: () => Math.floor(now() + slept),
		// The shortest timer takes a millisecond, twice for each second that is skipped; an immediate takes none.
		setTimeout: ((run: () => void, ms = 0) =>
			ms <= LONGEST_PAUSE_MS
				? setImmediate(() => {
						slept += ms;
						run();
					})
				: start(run, ms)) as typeof setTimeout,
		clearTimeout: ((timer: NodeJS.Timeout & NodeJS.Immediate) => {
			clearImmediate(timer);
			end(timer);
		}) as typeof clearTimeout,
	};
}

/**
 * Lets the node's pauses pass at once while the clock shows them as slept. Returns the pauses so far,
 * in milliseconds.
 */
export function skipPauses(): { slept(): number } {
	const { slept, now, setTimeout, clearTimeout } = withoutPauses();
	jest.spyOn(Date, 'now').mockImplementation(now);
	jest.spyOn(global, 'setTimeout').mockImplementation(setTimeout);
	jest.spyOn(global, 'clearTimeout').mockImplementation(clearTimeout);
	return { slept };
}

/** The same for a whole test file, until what it returns is called. jest keeps no record of the calls, which may be millions. */
export function skipPausesOfAll(): () => void {
	const { now } = Date;
	const { setTimeout, clearTimeout } = global;
	const { now: later, ...timers } = withoutPauses();
	Date.now = later;
	Object.assign(global, { setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout });
	return () => {
		Date.now = now;
		Object.assign(global, { setTimeout, clearTimeout });
	};
}

/** Pauses of the node never end by themselves from here on. Returns how many have begun. */
export function holdPauses(): { begun(): number } {
	const { setTimeout: start } = global;
	let begun = 0;
	jest.spyOn(global, 'setTimeout').mockImplementation(((run: () => void, ms = 0) => {
		if (ms < SHORTEST_PAUSE_MS || ms > LONGEST_PAUSE_MS) return start(run, ms);
		begun++;
		return start(() => {}, 0);
	}) as typeof setTimeout);
	return { begun: () => begun };
}
