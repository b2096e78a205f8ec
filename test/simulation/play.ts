import { remainsOf } from '../../nodes/DocFlow/trigger/readState';
import type { PollState } from '../../nodes/DocFlow/trigger/state';
import { Book } from './book';
import type { Event, History } from './history';
import type { Stage } from './stage';
import type { Service } from './world';

const MINUTE = 60_000;

/** What happens in the service, n8n aside. */
function happen(world: Service, event: Event): void {
	const living = world.files.filter(({ deleted }) => !deleted);
	const file =
		'file' in event && living.length > 0 ? living[event.file % living.length] : undefined;
	if (event.kind === 'wait') world.now += event.ms;
	if (event.kind === 'upload') world.upload(`B${event.batch}`, event.courses);
	if (event.kind === 'break') world.broken = new Set(event.batches.map((batch) => `B${batch}`));
	if (event.kind === 'skew') Object.assign(world, { dateSkew: event.date, idSkew: event.id });
	if (event.kind === 'retry' && file) world.retry(file, event.course);
	if (event.kind === 'own') world.ownSkew = event.ms;
	if (event.kind === 'edit' && file) world.edit(file);
	if (event.kind === 'verify' && file) world.verify(file, event.verdict);
	if (event.kind === 'delete' && file) world.remove(file);
}

/** Damages one part of a state. */
function damaged(state: PollState, what: keyof PollState): unknown {
	const wrong = { version: 1, watched: ['?'], fired: { '0': 'x' }, clocks: null };
	return { ...state, [what]: what in wrong ? wrong[what as keyof typeof wrong] : {} };
}

let processes = 0;

/**
 * Plays a history from activation to its end, then long enough for everything to finish and be polled.
 * @throws Error naming the first promise that was broken.
 */
export async function play(
	{ host, settings, before, meanwhile, events }: History,
	stage: Stage,
): Promise<void> {
	const { world, limits } = stage;
	const book = new Book(world, settings, limits);
	stage.onPage = (query, page) => book.see(query, page);
	const during = (list: Event[] = []) =>
		(world.meanwhile = list.map((event) => () => happen(world, event)));
	for (const event of before) happen(world, event);

	book.activate();
	during(meanwhile);
	// n8n's process, which remembers its last poll.
	let process = String(processes++);
	let state = await stage.activate();
	// Stock that is not taken in one poll is taken in the next ones.
	while (state.stock !== undefined) ({ state } = await stage.poll(state));
	during();
	book.activated();
	book.save(state);
	let saved = state;

	/** One poll from what n8n gives. */
	const pollFrom = async (given: PollState): Promise<void> => {
		const now = world.now + world.ownSkew;
		const begun = stage.recall(process, 'scope', given, now);
		if (begun === 'wait' || begun === undefined) return;
		const before = JSON.stringify(begun);
		book.beginPoll();
		const result = await stage.poll(begun).catch((error: Error) => {
			if (!/on purpose|Too many files/.test(error.message)) throw error;
		});
		world.failIn = undefined;
		during();
		if (JSON.stringify(begun) !== before) throw new Error('a poll altered the state it was given');
		if (result === undefined) return book.failPoll();
		({ state } = result);
		const gave = result.fired.length > 0;
		stage.remind(process, 'scope', given, begun, state, gave, world.now + world.ownSkew);
		book.endPoll(result.fired, state);
		if (!gave && host !== 'cursors') return;
		saved = state;
		book.save(state);
	};
	const given = () => (host === 'scheduler' ? saved : state);
	const pollOnce = async (overlaps = false) => {
		const first = given();
		await pollFrom(first);
		// In memory both would share it, and n8n's node keeps the second from beginning.
		if (overlaps && host !== 'memory') await pollFrom(first);
	};

	for (const event of events) {
		happen(world, event);
		if (event.kind === 'restart' && host === 'memory') book.save(state);
		if (event.kind === 'crash') {
			saved = state = book.crash(event.back);
			process = String(processes++);
		}
		if (event.kind === 'damage') {
			process = String(processes++);
			// Only n8n's own copy is left.
			if (host === 'scheduler') state = saved = book.crash(0);
			book.damage(event.what, given());
			const remains = remainsOf(damaged(given(), event.what), 'scope');
			if (remains === undefined) throw new Error(`nothing is told without ${event.what}`);
			state = await stage.activate(remains);
			while (state.stock !== undefined) ({ state } = await stage.poll(state));
			book.mended();
			saved = state;
			book.save(state);
		}
		// One clock after the other is set, not both between two polls.
		if (event.kind === 'skew' || event.kind === 'own') await pollOnce();
		if (event.kind !== 'poll') continue;
		world.failIn = event.failAt;
		during(event.meanwhile);
		await pollOnce(event.overlaps);
	}
	// Everything finishes, and n8n polls on.
	world.broken.clear();
	world.now += 8 * 60 * MINUTE;
	for (let minute = 0; minute < 20 || (state.resume !== undefined && minute < 200); minute++) {
		await pollOnce();
		world.now += MINUTE;
	}
	// Nothing happens any more. However far a clock was off, what was updated last is soon too long ago to be read again.
	for (let day = 0; day < 4; day++) {
		world.now += 24 * 60 * MINUTE;
		await pollOnce();
	}
	const asked = world.requests;
	await pollOnce();
	if (world.requests !== asked + 1)
		throw new Error(`an idle poll took ${world.requests - asked} requests`);
	book.close(state);
}
