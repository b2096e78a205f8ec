import type { FilePage } from '../../nodes/DocFlow/files/list';
import type { Query } from '../../nodes/DocFlow/transport/request';
import type { baseline } from '../../nodes/DocFlow/trigger/baseline';
import type { Fired } from '../../nodes/DocFlow/trigger/batches';
import type { poll } from '../../nodes/DocFlow/trigger/poll';
import type { Limits, PollState } from '../../nodes/DocFlow/trigger/state';
import type { History } from './history';
import { type Service, World } from './world';

/** A trigger and the service it polls. */
export interface Stage {
	world: Service;
	limits: Limits;
	/** Told of each page that is answered, where the stage can tell. */
	onPage(query: Query, page: FilePage): void;
	/** The poll at activation. Returns the state after it. */
	activate(): Promise<PollState>;
	/** One poll from a state. @throws Error as the trigger does. */
	poll(state: PollState): Promise<{ fired: Fired[]; state: PollState }>;
}

/** The trigger's core; a test may bring one with a bug put back. */
export interface Core {
	baseline: typeof baseline;
	poll: typeof poll;
}

/** The core alone, with a simulated service: fast enough for many thousand histories. */
export function coreStage(core: Core, { served, settings }: History, limits: Limits): Stage {
	const world = new World(served);
	const source = {
		page: async (query: Query) => {
			const page = await world.page(query);
			stage.onPage(query, page);
			return page;
		},
		warn: () => undefined,
	};
	const stage: Stage = {
		world,
		limits,
		onPage: () => undefined,
		activate: async () => await core.baseline(source, 'scope', settings, limits),
		poll: async (state) => await core.poll(source, state, settings, limits),
	};
	return stage;
}
