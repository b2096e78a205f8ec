import * as fc from 'fast-check';
import type { INode, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/faults';
import { FAULTS } from '../faults/faults';
import type { Shape } from './shapes';

/** How the files of mails are called. */
const NAMINGS = {
	different: (mail: number, place: number) => `mail-${mail}-${place}.txt`,
	'the same in each mail': (_mail: number, place: number) => `image00${place}.txt`,
	'all the same': () => 'scan.txt',
};

/** How the files of a mail come to the node. */
export type Kept = 'stored' | 'in memory' | 'one in memory' | 'made anew' | 'addresses';

/** The number that executions of the tests share. */
export const SHARED_BATCH = '20260915';

/** What befalls one execution. */
export interface Trouble {
	uploads: Fault[];
	/** Faults of the looks into a batch. */
	looks: Fault[];
	/** Another execution adds a file to the batch as a request of this path comes in. */
	rival?: { path: 'upload' | 'fetch'; isNamesake: boolean };
	/** Which of the shape's other nodes fails, and in which of its calls. */
	failing?: { node: number; call: number };
	/** Whether n8n is killed in that node in place of it. */
	isDeadly: boolean;
	/** After how many requests n8n is killed. */
	killAfter?: number;
}

/** What is changed in the workflow before a Retry. */
export const CHANGES = {
	nothing: {},
	'an option': { options: { category: 'invoice' } },
	'files per request': { options: { maxFilesPerRequest: 3 } },
	'batch mode: all items': { batchMode: 'allItems' },
	'batch mode: per item': { batchMode: 'perItem' },
	'batch mode: a number': { batchMode: 'batchNumber', batchNumber: '77' },
	'the list of fields': { binaryPropertyName: 'file_0, file_*' },
	'the order of fields': { binaryPropertyName: '={{ Object.keys($binary).reverse() }}' },
	'Wait for Results': { waitForResults: true },
	'the name of the node': {},
} satisfies Record<string, INodeParameters>;

/** A press of Retry. */
export interface Retry extends Trouble {
	/** Which of the executions that offer it, from the newest back. */
	of: number;
	/** With the workflow as saved now, which has this change. */
	change?: keyof typeof CHANGES;
	/** n8n was started again before, or it runs on another worker. */
	isElsewhere: boolean;
	/** Somebody has deleted in DocFlow what had arrived. */
	isEmptied: boolean;
	/** Pressed twice: two of them run side by side. */
	isTwice: boolean;
}

export interface Scenario {
	shape: Shape;
	/** Names of the files of each mail. */
	mails: string[][];
	/** How each mail's files come. */
	kept: Kept[];
	/** n8n saves the execution behind each node ("Save execution progress"). */
	savesProgress: boolean;
	parameters: INodeParameters;
	node: Partial<INode>;
	/** The shared batch holds a file of each name already. */
	isHeld: boolean;
	/** It holds 20,000 files of last month. */
	isCrowded: boolean;
	first: Trouble;
	retries: Retry[];
}

const path = '/file/upload';
const MORE: Fault[] = [
	{ path, kind: 'quota' },
	{ path, kind: 'status', status: 400 },
	{ path, kind: 'status', status: 429, after: true },
	{ path, kind: 'json', body: { code: 423, msg: 'locked' }, after: true },
	{ path, kind: 'leave-out', place: 0 },
	{ path, kind: 'leave-out', place: 1 },
];

/** How long it waits for results, in seconds. */
export const WAIT_S = 20;
/** How long the node waits for an answer that does not come, in milliseconds of real time. */
export const PATIENCE_MS = 100;

const isSlow = ({ kind }: Fault) => kind === 'delay';
const known = FAULTS.map(({ fault }) => fault);
const fault = fc.oneof(
	{ arbitrary: fc.constantFrom(...known.filter((one) => !isSlow(one))), weight: 20 },
	{ arbitrary: fc.constantFrom(...MORE), weight: 12 },
	{ arbitrary: fc.constantFrom(...known.filter(isSlow)), weight: 1 },
);
const hit = fc
	.record({
		one: fault,
		skip: fc.constantFrom(0, 0, 1, 2),
		times: fc.constantFrom(1, 1, 1, 2, 100),
	})
	.map(({ one, skip, times }): Fault => ({ ...one, skip, times: isSlow(one) ? 1 : times }));

const fetching = '/file/fetch';
const look = fc.constantFrom<Fault[]>(
	[],
	[],
	[],
	[{ path: fetching, kind: 'status', status: 503, times: 100 }],
	[{ path: fetching, kind: 'status', status: 400, times: 2 }],
	[{ path: fetching, kind: 'not-json', times: 1, skip: 1 }],
);

/** True once in so many times; it shrinks to false. */
const seldom = (times: number) => fc.nat({ max: times - 1 }).map((at) => at === times - 1);

const trouble: fc.Arbitrary<Trouble> = fc
	.record({
		uploads: fc.array(hit, { maxLength: 2 }),
		looks: look,
		rival: fc.option(
			fc.record({ path: fc.constantFrom('upload', 'fetch'), isNamesake: fc.boolean() }),
			{ freq: 2, nil: undefined },
		),
		failing: fc.option(fc.record({ node: fc.nat({ max: 2 }), call: fc.nat({ max: 2 }) }), {
			nil: undefined,
		}),
		isDeadly: seldom(4),
		isKilled: seldom(4),
		killAfter: fc.nat({ max: 8 }),
	})
	.map(({ isKilled, killAfter, ...rest }) => ({ ...rest, ...(isKilled && { killAfter }) }));

const changes = Object.keys(CHANGES) as Array<keyof typeof CHANGES>;
const retry: fc.Arbitrary<Retry> = fc
	.record({
		trouble,
		of: fc.constantFrom(0, 0, 1, 2),
		change: fc.option(fc.constantFrom(...changes), { nil: undefined }),
		isElsewhere: seldom(3),
		isEmptied: seldom(10),
		isTwice: seldom(8),
	})
	.map(({ trouble: { killAfter, isDeadly, ...rest }, isTwice, ...more }) => ({
		...rest,
		...more,
		isTwice,
		isDeadly: isDeadly && !isTwice,
		...(!isTwice && killAfter !== undefined && { killAfter }),
	}));

const MOST_MAILS = 3;
const kept = fc.constantFrom<Kept>(
	'stored',
	'stored',
	'stored',
	'in memory',
	'one in memory',
	'made anew',
	'addresses',
);
const mails = fc
	.record({
		counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: MOST_MAILS }),
		naming: fc.constantFrom(...Object.values(NAMINGS)),
	})
	.map(({ counts, naming }) =>
		counts.map((count, mail) => Array.from({ length: count }, (_, place) => naming(mail, place))),
	);

const number = (batchNumber: string): INodeParameters => ({
	batchMode: 'batchNumber',
	batchNumber,
});
const batch = fc.constantFrom<INodeParameters>(
	{ batchMode: 'perItem' },
	{ batchMode: 'perItem' },
	{ batchMode: 'allItems' },
	{ batchMode: 'allItems' },
	number(SHARED_BATCH),
	number(SHARED_BATCH),
	number('={{ "E" + $execution.id }}'),
	number('={{ String($now.toMillis()) }}'),
	number('={{ "mail" + $json.mail }}'),
);

/** An item with addresses has no other files. */
const SOURCE: INodeParameters = {
	source: '={{ $json.urls ? "url" : "binary" }}',
	binaryPropertyName: '*',
	urls: '={{ $json.urls }}',
};

/** Everything that is tried on workflows of a shape. */
export const scenarioOf = (shape: Shape): fc.Arbitrary<Scenario> =>
	fc
		.record({
			mails,
			kept: fc.array(kept, { minLength: MOST_MAILS, maxLength: MOST_MAILS }),
			savesProgress: seldom(3),
			batch,
			maxFilesPerRequest: fc.constantFrom(1, 2, 20),
			waitForResults: fc.constantFrom(false, false, false, true),
			onError: fc.constantFrom<INode['onError'][]>(
				undefined,
				undefined,
				undefined,
				'continueRegularOutput',
				'continueErrorOutput',
			),
			retryOnFail: fc.constantFrom(false, false, true),
			isHeld: fc.boolean(),
			isCrowded: seldom(10),
			first: trouble,
			retries: fc.array(retry, { maxLength: 3 }),
		})
		.map(({ batch: mode, maxFilesPerRequest, waitForResults, onError, retryOnFail, ...rest }) => ({
			...rest,
			shape,
			parameters: {
				...SOURCE,
				...mode,
				waitForResults,
				options: { maxFilesPerRequest, waitTimeout: WAIT_S },
			},
			node: {
				...(onError !== undefined && { onError }),
				...(retryOnFail && { retryOnFail, maxTries: 2, waitBetweenTries: 10 }),
			},
		}));
