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
	if (event.kind === 'edit' && file) world.edit(file);
	if (event.kind === 'delete' && file) world.remove(file);
}

/**
 * Plays a history from activation to its end, then long enough for everything to finish and be polled.
 * @throws Error naming the first promise that was broken.
 */
export async function play(
	{ settings, before, meanwhile, events }: History,
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
	let state = await stage.activate();
	during();
	book.activated();
	book.save(state);

	const pollOnce = async () => {
		const kept = JSON.stringify(state);
		book.beginPoll();
		const result = await stage.poll(state).catch((error: Error) => {
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
	world.broken.clear();
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
	if (world.requests !== asked + 1)
		throw new Error(`an idle poll took ${world.requests - asked} requests`);
	book.close(state);
}
