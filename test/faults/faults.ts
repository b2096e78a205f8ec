import type { Fault } from '../../sandbox/faults';

/** Something that goes wrong with an upload request. */
export interface UploadFault {
	name: string;
	fault: Fault;
	/** Whether the work is done although the client sees none of it: for `half`, in part. */
	stores: 'all' | 'half' | 'none';
	/** Answered so that the upload surely did not happen, and is simply made again. */
	isRefusal?: boolean;
	/** It takes a second of real time, as the node's shortest timeout. */
	isSlow?: boolean;
}

const path = '/file/upload';
const upload = (
	name: string,
	stores: UploadFault['stores'],
	fault: Fault,
	more: Partial<UploadFault> = {},
): UploadFault => ({
	name,
	stores,
	fault: { path, ...fault },
	...more,
});

export const FAULTS: UploadFault[] = [
	upload('connection reset before the body', 'none', { kind: 'drop-before' }),
	upload('connection reset in the middle of the body', 'none', { kind: 'drop-during' }),
	upload('connection reset after the body, nothing stored', 'none', { kind: 'drop-read' }),
	upload('connection reset with half of the files stored', 'half', { kind: 'drop-part' }),
	upload('connection reset after all was stored', 'all', { kind: 'drop-after' }),
	upload('connection reset, the files listed 12 s later', 'all', {
		kind: 'drop-after',
		late: 12_000,
	}),
	upload('answer cut short', 'all', { kind: 'truncated' }),
	upload('answer not JSON, nothing stored', 'none', { kind: 'not-json' }),
	upload('answer not JSON, all stored', 'all', { kind: 'not-json', after: true }),
	upload('HTTP 502, nothing stored', 'none', { kind: 'status', status: 502 }),
	upload('HTTP 504, all stored', 'all', { kind: 'status', status: 504, after: true }),
	upload('HTTP 504, the files listed 12 s later', 'all', {
		kind: 'status',
		status: 504,
		after: true,
		late: 12_000,
	}),
	upload('code 500 in HTTP 200, all stored', 'all', {
		kind: 'json',
		body: { code: 500, msg: 'system error' },
		after: true,
	}),
	upload('answer without the list of files, all stored', 'all', {
		kind: 'json',
		body: { code: 200, result: {} },
		after: true,
	}),
	upload('an id in the answer that is not exact, all stored', 'all', {
		kind: 'json',
		body: { code: 200, result: { files: [{ id: 2 ** 60, name: 'a' }] } },
		after: true,
	}),
	upload('timeout, all stored', 'all', { kind: 'delay', ms: 60_000 }, { isSlow: true }),
	upload(
		'timeout, the files listed 12 s later',
		'all',
		{ kind: 'delay', ms: 60_000, late: 12_000 },
		{ isSlow: true },
	),
	upload('HTTP 429', 'none', { kind: 'status', status: 429, retryAfter: '2' }, { isRefusal: true }),
	upload(
		'code 423 in HTTP 200',
		'none',
		{ kind: 'json', body: { code: 423, msg: 'locked' } },
		{ isRefusal: true },
	),
];

/** When a fault hits. */
export interface Moment {
	name: string;
	hits: Pick<Fault, 'times' | 'skip'>;
	/** Only where a batch, or all batches together, take more than one request. */
	needsMany?: boolean;
	/** The batch can't be looked up either. */
	blind?: boolean;
	/** Also for faults that take real time. */
	slowToo?: boolean;
}

export const MOMENTS: Moment[] = [
	{ name: 'first request', hits: { times: 1 }, slowToo: true },
	{ name: 'second request', hits: { skip: 1 }, needsMany: true },
	{ name: 'twice', hits: { times: 2 } },
	{ name: 'every request', hits: { times: 1000 } },
	{ name: 'first request, no look-up', hits: { times: 1 }, blind: true },
];
