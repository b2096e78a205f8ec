import {
	createRunExecutionData,
	type INodeExecutionData,
	type IRunExecutionData,
} from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';
import { minimalOf, OPERATIONS } from './minimal';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

/** What changes something, but for Upload, whose journal of files has tests of its own. */
const CHANGING = OPERATIONS.filter(({ name }) => {
	const verb = name.split('.')[1];
	return name !== 'file.upload' && !/^(get|fetch|wait|download)/.test(verb);
});

test('all that is not to be done twice is among them', () => {
	const names = CHANGING.map(({ name }) => name);
	expect(OPERATIONS.filter(({ name }) => minimalOf(name).isOnce && !names.includes(name))).toEqual(
		[],
	);
	expect(names.length).toBeGreaterThan(25);
});

const outcome = async (work: Promise<INodeExecutionData[]>) =>
	await work.then(
		(output) => ({ output, error: undefined }),
		(error: Record<string, unknown>) => ({ output: [], error }),
	);

describe.each(CHANGING)('$name', ({ name, chosen }) => {
	const { path, isOnce = false, parameters, items } = minimalOf(name);
	let input: INodeExecutionData[];
	let execution: IRunExecutionData;

	/** A try of the same run of the node; n8n keeps the execution's data between them, as text between executions. */
	const tryIt = async (
		mode: 'trigger' | 'retry' = 'trigger',
		continueOnFail = false,
		runIndex = 0,
	) => {
		if (mode === 'retry') execution = JSON.parse(JSON.stringify(execution)) as IRunExecutionData;
		return await outcome(
			run({
				parameters: { ...chosen, ...parameters },
				credential,
				items: input,
				execution,
				mode,
				continueOnFail,
				runIndex,
			}),
		);
	};
	const calls = () => sandbox.requests.filter((request) => request.path.endsWith(path)).length;
	const fails = (fault: Fault) => sandbox.faults.add({ ...fault, path });
	const REFUSAL: Fault = { kind: 'json', body: { code: 403, msg: 'no' } };

	beforeEach(async () => {
		skipPauses();
		input = await items(credential);
		execution = createRunExecutionData({});
		sandbox.requests.length = 0;
	});

	test.each<['trigger' | 'retry', boolean]>([
		['trigger', false],
		['trigger', true],
		['retry', false],
	])(
		'a second try (%s, continue on fail: %s) does what failed, and gives out again what came well',
		async (mode, continueOnFail) => {
			fails({ ...REFUSAL, skip: 1 });
			const first = await tryIt('trigger', continueOnFail);
			expect(calls()).toBe(2);
			const second = await tryIt(mode, continueOnFail);
			expect(second.error).toBeUndefined();
			expect(calls()).toBe(3);
			const of = (output: INodeExecutionData[], item: number) =>
				output.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item);
			expect(of(second.output, 0).length).toBeGreaterThan(0);
			expect(of(second.output, 1).length).toBeGreaterThan(0);
			expect(JSON.stringify(second.output)).not.toContain('"error"');
			if (continueOnFail) expect(of(second.output, 0)).toEqual(of(first.output, 0));
		},
	);

	test.each<[string, () => number]>([
		['another run of the node', () => 1],
		[
			'another execution',
			() => {
				execution = createRunExecutionData({});
				return 0;
			},
		],
	])('%s gives out nothing of this one', async (_what, runIndexOf) => {
		fails({ ...REFUSAL, skip: 1 });
		const first = await tryIt('trigger', true);
		fails({ ...REFUSAL, times: 9 });
		const other = await tryIt('trigger', true, runIndexOf());
		expect(other.output[0].pairedItem).toEqual({ item: 0 });
		expect(other.output[0]).not.toEqual(first.output[0]);
	});

	test('nothing is kept when all went well', async () => {
		await tryIt();
		const kept = JSON.stringify(execution.executionData?.contextData ?? {});
		expect(kept).not.toContain('gave');
	});

	if (!isOnce) return;
	test('after a lost answer no try does it again: each says so, and how to look', async () => {
		fails({ kind: 'drop-after', times: 1 });
		const tries = [await tryIt(), await tryIt(), await tryIt('retry')];
		expect(calls()).toBe(1);
		for (const { error } of tries) {
			expect(error?.description).toMatch(/may have done it all the same: look with/);
			expect(error?.description).toMatch(/A retry of this execution does not do it again/);
			expect(String(error?.description).match(/A retry of/g)).toHaveLength(1);
		}
	});
});
