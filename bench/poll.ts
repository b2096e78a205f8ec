import { type ChildProcess, fork } from 'child_process';
import { once } from 'events';
import { join } from 'path';

import type * as TriggerNode from '../nodes/DocFlow/DocFlowTrigger.node';
import { type Trigger, triggerOf } from '../test/support/pollContext';
import { measure, median, type Reading } from './meter';
import type { Ready } from './workspace';

// The built node, as it is shipped.
const { DocFlowTrigger } =
	require('../dist/nodes/DocFlow/DocFlowTrigger.node.js') as typeof TriggerNode;

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 21;
/** Rounds before those that count: the first polls of a process load and compile. */
const WARM_UP = 5;
const CHANGED = 20;
const BURST = 2_500;
/**
 * Before each answer, as a server elsewhere takes. A process that waits cools down, and has more work then: without
 * this, only the poll of the large workspace, which takes longer to search, would.
 */
const LATENCY_MS = 25;

/** The polls of a round, in turn, with the files that changed before each and the batches that must fire. */
const POLLS = [
	{ title: 'first poll after activation', changed: 0, fires: 0 },
	{ title: 'idle poll, nothing changed', changed: 0, fires: 0 },
	{ title: `busy poll, ${CHANGED} files of two batches changed`, changed: CHANGED, fires: 2 },
	// A hundred batches come in one poll, the others with the next.
	{ title: `burst, ${BURST} files of 250 batches finished at once`, changed: BURST, fires: 100 },
];

/** A poll's reading, and the milliseconds that the stand-in was busy with it. */
type PollReading = Reading & { standIn: number; rest: number };

interface Workspace {
	size: number;
	child: ChildProcess;
	trigger: Trigger;
}

async function open(size: number): Promise<Workspace> {
	const child = fork(join(__dirname, 'workspace.ts'), [String(size), String(LATENCY_MS)]);
	child.on('exit', (code) => {
		// Its next message would be waited for without end.
		if (code !== 0) throw new Error(`the workspace of ${size} files broke down`);
	});
	const [{ url, credential }] = (await once(child, 'message')) as [Ready];
	return {
		size,
		child,
		trigger: triggerOf(new DocFlowTrigger(), {}, { ...credential, baseUrl: url }),
	};
}

/** Lets files change. Returns how long the stand-in was busy since the last time, in milliseconds. */
async function change({ child }: Workspace, files: number): Promise<number> {
	child.send(files);
	return ((await once(child, 'message')) as [number])[0];
}

/** One round of a workspace: a reading of each poll. @throws Error when a poll gives what it must not. */
async function round(workspace: Workspace): Promise<PollReading[]> {
	const { size, trigger } = workspace;
	const readings: PollReading[] = [];
	trigger.restore('{}');
	for (const { title, changed, fires } of POLLS) {
		await change(workspace, changed);
		const { result, ...reading } = await measure(async () => await trigger.poll());
		if (result.length !== fires)
			throw new Error(`${title}: ${result.length} items in place of ${fires} with ${size} files`);
		const standIn = await change(workspace, 0);
		readings.push({ ...reading, standIn, rest: reading.wall - standIn });
	}
	return readings;
}

/** One poll of the trigger beside workspaces of different sizes. What it takes must not grow with them. */
async function main(): Promise<void> {
	console.log(
		`\nOne poll of the DocFlow Trigger, Node.js ${process.version}, against the stand-in on this machine, ${LATENCY_MS} ms away`,
	);
	const workspaces = await Promise.all(SIZES.map(open));
	const readings = workspaces.map((): PollReading[][] => []);
	// In turns, so that whatever else the machine does meets all of them.
	for (let at = -WARM_UP; at < ROUNDS; at++)
		for (const [index, workspace] of workspaces.entries()) {
			const all = await round(workspace);
			if (at >= 0) readings[index].push(all);
		}
	for (const { child } of workspaces) child.disconnect();
	for (const [poll, { title }] of POLLS.entries()) {
		const of = (index: number, name: keyof PollReading) =>
			median(readings[index].map((all) => all[poll][name]));
		const ratio = (index: number, name: keyof PollReading) =>
			(of(index, name) / of(0, name)).toFixed(2);
		console.log(`\n${title}: medians of ${ROUNDS} rounds, × beside the smallest workspace`);
		console.table(
			Object.fromEntries(
				SIZES.map((size, index) => [
					`${size.toLocaleString('en')} files`,
					{
						requests: of(index, 'requests'),
						'KB received': (of(index, 'bytes') / 1024).toFixed(1),
						'CPU ms': of(index, 'cpu').toFixed(1),
						'CPU ×': ratio(index, 'cpu'),
						'wall ms': of(index, 'wall').toFixed(1),
						'stand-in ms': of(index, 'standIn').toFixed(1),
						'wall without it ×': ratio(index, 'rest'),
					},
				]),
			),
		);
	}
	process.exit();
}

void main();
