import type { Fired } from '../../nodes/DocFlow/trigger/batches';
import { LIMITS, type PollState } from '../../nodes/DocFlow/trigger/state';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { NOTHING } from '../../sandbox/service/extract';
import type { Order } from '../../sandbox/service/order';
import {
	isEnd,
	newFile,
	restart,
	statusOf,
	type Stored,
	updatedAt,
	verify,
} from '../../sandbox/service/store';
import { trigger } from '../support/poll';
import type { History } from './history';
import type { Stage } from './stage';
import type { Course, Service, SimFile } from './world';

/** Milliseconds of one of the stand-in's five steps of recognition. */
const STEP_MS = 10_000;
/** Milliseconds that pass with each request. */
const LATENCY_MS = 2_000;

/** A stand-in whose time the history moves, and each request a little. */
export interface Scene {
	sandbox: Sandbox;
	clock: { now: number; dateSkew: number };
	/** The time in the history, in epoch milliseconds. */
	now(): number;
}

/** Starts such a stand-in; it serves one history after the other. */
export async function startScene(order: Order, maxPage: number): Promise<Scene> {
	const clock = { now: 0, dateSkew: 0 };
	let requests: unknown[] = [];
	const now = () => clock.now + requests.length * LATENCY_MS;
	const sandbox = await startSandbox({
		stepMs: STEP_MS,
		order,
		maxPage,
		now,
		date: () => now() + clock.dateSkew,
	});
	({ requests } = sandbox);
	return { sandbox, clock, now };
}

/** The stand-in as a service for histories. Every file takes 50 s, and every run a little longer than the one before. */
class SandboxService implements Service {
	files: SimFile[] = [];
	idSkew = 0;
	/** Not played here. */
	ownSkew = 0;
	/** Not played here. */
	broken = new Set<string>();
	meanwhile: Array<() => void> = [];
	private stored = new Map<string, Stored>();

	private readonly sandbox: Sandbox;
	private readonly clock: Scene['clock'];

	constructor({ sandbox, clock }: Scene) {
		this.sandbox = sandbox;
		this.clock = clock;
		sandbox.files.length = 0;
		sandbox.requests.length = 0;
		sandbox.faults.clear();
		Object.assign(clock, { now: Date.parse('2026-11-20T08:00:00Z'), dateSkew: 0 });
	}

	get requests(): number {
		return this.sandbox.requests.length;
	}

	get now(): number {
		return this.clock.now + this.requests * LATENCY_MS;
	}

	set now(value: number) {
		this.clock.now += value - this.now;
	}

	get dateSkew(): number {
		return this.clock.dateSkew;
	}

	set dateSkew(value: number) {
		this.clock.dateSkew = value;
	}

	/** The request that fails is refused for good, so that it is not tried again at once. */
	set failIn(requests: number | undefined) {
		const { faults } = this.sandbox;
		faults.clear();
		if (requests === undefined) return;
		if (requests > 0) faults.add({ kind: 'delay', ms: 0, times: requests });
		faults.add({ kind: 'json', body: { code: 400, msg: 'a failure made on purpose' } });
	}

	updatedAt({ id }: SimFile): number {
		return updatedAt(this.stored.get(id)!, this.now, STEP_MS);
	}

	isFinished({ id }: SimFile): boolean {
		return isEnd(statusOf(this.stored.get(id)!, this.now, STEP_MS));
	}

	upload(batch: string, courses: Course[]): void {
		for (const course of courses) {
			const content = course.end === 2 ? { ...NOTHING, text: 'sandbox: fail' } : NOTHING;
			const query: Record<string, string> = course.end === 10 ? { target_process: 'classify' } : {};
			const place = {
				batch,
				workspace: this.sandbox.credential.workspaceId,
				name: 'a.pdf',
				format: 'pdf',
			};
			const stored = newFile({ ...place, sha256: '', bytes: 1, created: this.now, query, content });
			this.sandbox.files.push(stored);
			this.stored.set(stored.id, stored);
			this.files.push({
				id: stored.id,
				batch,
				run: 1,
				course: { ...course, late: 0, duration: 1200 },
				started: this.now,
				edited: 0,
				verification: 0,
				said: 0,
				deleted: false,
			});
		}
	}

	retry(file: SimFile): void {
		if (!this.isFinished(file)) return;
		restart(this.stored.get(file.id)!, this.now);
		if (file.verification !== 0) file.said++;
		file.verification = 0;
		file.run++;
		file.course = { ...file.course, duration: file.course.duration + 100 };
	}

	edit(file: SimFile): void {
		verify(this.stored.get(file.id)!, file.verification, this.now);
	}

	verify(file: SimFile, verdict: 0 | 2 | 3): void {
		if (!this.isFinished(file)) return;
		verify(this.stored.get(file.id)!, verdict, this.now);
		if (file.verification !== verdict) file.said++;
		file.verification = verdict;
	}

	remove(file: SimFile): void {
		const { files } = this.sandbox;
		files.splice(files.indexOf(this.stored.get(file.id)!), 1);
		file.deleted = true;
	}
}

/** Items of the output Raw as what fired, batch by batch; the run shows in the duration. */
function firedOf(items: Array<{ json: object }>, world: SandboxService): Fired[] {
	const batches = new Map<string, Fired>();
	for (const { json } of items) {
		const file = json as Fired['files'][number];
		const batchNumber = file.batch_number ?? '';
		const fired = batches.get(batchNumber) ?? { batchNumber, files: [] };
		const said = world.files.find(({ id }) => id === file.id)?.said;
		fired.files.push(Object.assign(file, { run: ((file.duration_ms ?? 0) - 1100) / 100, said }));
		batches.set(batchNumber, fired);
	}
	return [...batches.values()];
}

/** The real node in n8n-core's PollContext, with real HTTP to the stand-in. */
export function nodeStage({ settings }: History, scene: Scene): Stage {
	const world = new SandboxService(scene);
	const { sandbox } = scene;
	const { event, settleMs, maxBatches } = settings;
	const parameters = {
		event,
		output: 'raw',
		options: { settleTime: settleMs / 1000, maxBatchesPerPoll: maxBatches },
	};
	const node = trigger(parameters, { ...sandbox.credential, baseUrl: sandbox.url });
	const NAME = 'node:DocFlow Trigger';
	let last: PollState | undefined;
	/** All that n8n would have saved with a state. */
	const saves = new Map<string, string>();
	const stateNow = () => {
		const saved = node.save();
		last = (JSON.parse(saved) as Record<string, { state: PollState }>)[NAME].state;
		saves.set(last.revision, saved);
		return last;
	};
	return {
		world,
		limits: LIMITS,
		recall: (_process, _scope, given) => given,
		remind: () => undefined,
		onPage: () => undefined,
		async activate() {
			const items = await node.poll();
			if (items.length > 0) throw new Error('activation gave items');
			return stateNow();
		},
		async poll(state) {
			// After a crash n8n reads back what it saved; else it goes on with what it has in memory.
			if (state !== last) node.restore(saves.get(state.revision) ?? '');
			const before = node.save();
			const items = await node.poll().catch((error: Error) => {
				if (node.save() !== before) throw new Error('a failed poll changed the state');
				last = state;
				throw error;
			});
			return { fired: firedOf(items, world), state: stateNow() };
		},
	};
}
