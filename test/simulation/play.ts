import type { baseline } from '../../nodes/DocFlow/trigger/baseline';
import type { poll } from '../../nodes/DocFlow/trigger/poll';
import type { Query } from '../../nodes/DocFlow/transport/request';
import type { Limits, PollState } from '../../nodes/DocFlow/trigger/state';
import { Book } from './book';
import type { Event, History } from './history';
import { World } from './world';

const MINUTE = 60_000;

/** The trigger's core; a test may bring one with a bug put back. */
export interface Core {
	baseline: typeof baseline;
	poll: typeof poll;
}

/** What happens in the service, n8n aside. */
function happen(world: World, event: Event): void {
	const living = world.files.filter(({ deleted }) => !deleted);
	const file = 'file' in event && living.length > 0 ? living[event.file % living.length] : undefined;
	if (event.kind === 'wait') world.now += event.ms;
	if (event.kind === 'upload') world.upload(`B${event.batch}`, event.courses);
	if (event.kind === 'skew') Object.assign(world, { dateSkew: event.date, idSkew: event.id });
	if (event.kind === 'retry' && file) world.retry(file, event.course);
	if (event.kind === 'edit' && file) world.edit(file);
	if (event.kind === 'delete' && file) file.deleted = true;
}

/**
 * Plays a history from activation to its end, then long enough for everything to finish and be polled.
 * @throws Error naming the first promise that was broken.
 */
export async function play({ served, settings, before, meanwhile, events }: History, core: Core, limits: Limits): Promise<void> {
	const world = new World(served);
	const book = new Book(world, settings, limits);
	const source = { page: async (query: Query) => book.see(query, await world.page(query)), warn: () => undefined };
	for (const event of before) happen(world, event);

	const during = (list: Event[] = []) => (world.meanwhile = list.map((event) => () => happen(world, event)));

	book.activate();
	during(meanwhile);
	let state: PollState = await core.baseline(source, 'scope', settings, limits);
	during();
	book.activated();
	book.save(state);

	const pollOnce = async () => {
		const kept = JSON.stringify(state);
		book.beginPoll();
		const result = await core.poll(source, state, settings, limits).catch((error: Error) => {
			if (!/on purpose|Too many files/.test(error.message)) throw error;
		});
		world.failIn = undefined;
		during();
		if (JSON.stringify(state) !== kept) throw new Error('a poll altered the state it was given');
		if (result === undefined) return book.failPoll();
		state = result.state;
		book.endPoll(result.fired, state);
	};

	for (const event of events) {
		happen(world, event);
		if (event.kind === 'restart') book.save(state);
		if (event.kind === 'crash') state = book.crash(event.back);
		if (event.kind !== 'poll') continue;
		world.failIn = event.failAt;
		during(event.meanwhile);
		await pollOnce();
	}
	// Everything finishes, and n8n polls on.
	world.now += 8 * 60 * MINUTE;
	for (let minute = 0; minute < 20; minute++) {
		await pollOnce();
		world.now += MINUTE;
	}
	// Nothing happens any more.
	world.now += 60 * MINUTE;
	await pollOnce();
	world.now += 60 * MINUTE;
	const asked = world.requests;
	await pollOnce();
	if (world.requests !== asked + 1) throw new Error(`an idle poll took ${world.requests - asked} requests`);
	book.close(state);
}
