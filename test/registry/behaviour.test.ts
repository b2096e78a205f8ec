import type { INodeExecutionData } from 'n8n-workflow';

import { DocFlowError } from '../../nodes/DocFlow/transport/errors';
import type { Sandbox } from '../../sandbox/server';
import { FAULTS } from '../faults/faults';
import { skipPauses } from '../support/clock';
import { run } from '../support/n8n';
import { shareOf } from '../support/nightly';
import { useSandbox } from '../support/sandbox';
import { OPERATIONS as PLAYED } from '../secrets/operations';
import { minimalOf, OPERATIONS } from './minimal';

let sandbox: Sandbox;
let credential: Record<string, string>;
useSandbox((started) => ({ sandbox, credential } = started));

/** The input items that an output item is from. */
const sourcesOf = ({ pairedItem }: INodeExecutionData): number[] =>
	[pairedItem ?? []].flat().map((one) => (typeof one === 'number' ? one : one.item));

/** The same for many output items, each answer once: a list gives several items. */
const answersOf = (output: INodeExecutionData[]): number[][] =>
	[...new Set(output.map((one) => JSON.stringify(sourcesOf(one))))]
		.sort()
		.map((sources) => JSON.parse(sources) as number[]);

/** What any call may come back with, or never. */
const faults = FAULTS.filter(
	({ isSlow, fault: { kind } }) => !isSlow && kind !== 'drop-during' && kind !== 'drop-part',
);

test.each(OPERATIONS)('$name is among what the search for secrets plays', ({ name }) =>
	expect(PLAYED.map(({ operation }) => operation)).toContain(name),
);

describe.each(OPERATIONS)('$name', (one) => {
	const { name, chosen } = one;
	const { path, isOnce, parameters, items } = minimalOf(name);
	const play = async (continueOnFail: boolean, arm: () => void = () => {}) => {
		const input = await items(credential);
		sandbox.requests.length = 0;
		arm();
		return await run({
			parameters: { ...chosen, ...parameters },
			credential,
			items: input,
			continueOnFail,
		});
	};

	test('pairs what it gives with the input', async () => {
		const output = await play(false);
		expect(answersOf(output)).toEqual([[0], [1]]);
		expect(output.filter(({ json }) => 'error' in json)).toEqual([]);
		expect(sandbox.requests.some((request) => request.path.endsWith(path))).toBe(true);
	});

	test('one item that fails is an error item, and the other comes out', async () => {
		const output = await play(true, () =>
			sandbox.faults.add({ path, kind: 'json', body: { code: 403, msg: 'no', traceId: 't-1' } }),
		);
		expect(answersOf(output)).toEqual([[0], [1]]);
		const failed = output.filter(({ json }) => 'error' in json);
		expect(failed.length).toBe(1);
		expect(failed[0].json).toMatchObject({
			error: expect.any(String),
			description: expect.stringMatching(/.{20}/),
			code: '403',
			trace_id: 't-1',
			retryable: false,
		});
	});

	describe.each(shareOf(faults, 3, OPERATIONS.indexOf(one)))('$name', ({ fault, isRefusal }) => {
		const arm = () => sandbox.faults.add({ ...fault, path, times: 1000 });

		test('stops with an error that says what to do, or works', async () => {
			skipPauses();
			const error: unknown = await play(false, arm).then(
				() => undefined,
				(reason: unknown) => reason,
			);
			if (error === undefined) return;
			expect(error).toBeInstanceOf(DocFlowError);
			expect(error).toMatchObject({
				message: expect.stringMatching(/.{10}/),
				description: expect.stringMatching(/.{20}/),
				context: { itemIndex: expect.any(Number) },
			});
		});

		test('continuing accounts for every item', async () => {
			skipPauses();
			const output = await play(true, arm);
			expect([...new Set(output.flatMap(sourcesOf))].sort()).toEqual([0, 1]);
			for (const { json } of output.filter((one) => 'error' in one.json))
				expect(Object.keys(json)).toEqual(
					expect.arrayContaining(['error', 'description', 'code', 'trace_id', 'retryable']),
				);
			const asked = sandbox.requests.filter((request) => request.path.endsWith(path)).length;
			// A refusal that surely did nothing may be asked again.
			if (isOnce && !isRefusal) expect(asked).toBe(2);
		});
	});
});
