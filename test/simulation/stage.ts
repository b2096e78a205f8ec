import type { FilePage } from '../../nodes/DocFlow/files/list';
import type { Query } from '../../nodes/DocFlow/transport/request';
import type { Fired } from '../../nodes/DocFlow/trigger/batches';
import type { poll } from '../../nodes/DocFlow/trigger/poll';
import type { recall, remind } from '../../nodes/DocFlow/trigger/recalled';
import type { Remains } from '../../nodes/DocFlow/trigger/readState';
import type { Limits, PollState } from '../../nodes/DocFlow/trigger/state';
import type { beginStock } from '../../nodes/DocFlow/trigger/stock';
import type { takeStock } from '../../nodes/DocFlow/trigger/takeStock';
import type { History } from './history';
import { type Service, World } from './world';

/** A trigger and the service it polls. */
export interface Stage extends Pick<Core, 'recall' | 'remind'> {
	world: Service;
	limits: Limits;
	/** Told of each page that is answered, where the stage can tell. */
	onPage(query: Query, page: FilePage): void;
	/** The poll at activation, or of a state of which only this remains. Returns the state after it. */
	activate(remains?: Remains): Promise<PollState>;
	/** One poll from a state. @throws Error as the trigger does. */
	poll(state: PollState): Promise<{ fired: Fired[]; state: PollState }>;
}

/** The trigger's core; a test may bring one with a bug put back. */
export interface Core {
	beginStock: typeof beginStock;
	takeStock: typeof takeStock;
	poll: typeof poll;
	recall: typeof recall;
	remind: typeof remind;
}

/** The core alone, with a simulated service: fast enough for many thousand histories. */
export function coreStage(core: Core, { served, settings }: History, usual: Limits): Stage {
	const { batchesToRead, documents } = served;
	const limits = { ...usual, batchesToRead, documents };
	const world = new World(served);
	const source = {
		page: async (query: Query) => {
			const page = await world.page(query);
			stage.onPage(query, page);
			return page;
		},
		now: () => world.now + world.ownSkew,
		warn: () => undefined,
	};
	// So much time that only a few answers come in it.
	const inTime = () => {
		const end = world.requests + served.answersInTime;
		return () => world.requests < end;
	};
	const stage: Stage = {
		world,
		limits,
		recall: core.recall,
		remind: core.remind,
		onPage: () => undefined,
		activate: async (remains) => {
			const begun = await core.beginStock(source, 'scope', limits, remains);
			return await core.takeStock(source, begun, settings, limits, inTime());
		},
		poll: async (state) => await core.poll(source, state, settings, limits, inTime()),
	};
	return stage;
}
