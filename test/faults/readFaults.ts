import type { Fault } from '../../sandbox/faults';

/** Something that goes wrong with a question for results. */
export interface ReadFault {
	name: string;
	fault: Fault;
	/** Asked again at once; or only in the next round of waiting; or only once DocFlow has answered this wait; or never. */
	again: 'at once' | 'when waiting' | 'once answered' | 'never';
	/** What an error says of it. */
	says: string;
	/** It takes a tenth of a second of real time. */
	isSlow?: boolean;
}

const path = '/file/fetch';
const read = (
	name: string,
	again: ReadFault['again'],
	says: string,
	fault: Fault,
	isSlow?: boolean,
): ReadFault => ({ name, again, says, isSlow, fault: { path, ...fault } });
const coded = (code: number, result: unknown = null): Fault => ({
	kind: 'json',
	body: { code, msg: 'a fault made on purpose', result },
});

const BROKE = 'The connection to DocFlow broke before it answered';
const TROUBLE = 'DocFlow cannot answer at the moment';

export const READ_FAULTS: ReadFault[] = [
	read('connection reset before the answer', 'at once', BROKE, { kind: 'drop-before' }),
	read('connection reset after the work', 'at once', BROKE, { kind: 'drop-after' }),
	read('answer cut short', 'at once', BROKE, { kind: 'truncated' }),
	read('timeout', 'at once', BROKE, { kind: 'delay', ms: 60_000 }, true),
	read('HTTP 502', 'at once', TROUBLE, { kind: 'status', status: 502 }),
	read('HTTP 503', 'at once', TROUBLE, { kind: 'status', status: 503 }),
	read('HTTP 429 with Retry-After', 'at once', 'DocFlow is receiving too many requests', {
		kind: 'status',
		status: 429,
		retryAfter: '2',
	}),
	read('code 423 in HTTP 200', 'at once', TROUBLE, coded(423)),
	read('code 500 in HTTP 200', 'at once', TROUBLE, coded(500)),
	read('code 900 in HTTP 200', 'at once', TROUBLE, coded(900)),
	read('web page in HTTP 200', 'when waiting', 'The answer is not one of DocFlow', {
		kind: 'not-json',
	}),
	read('answer without a list', 'when waiting', 'it has no list of files', coded(200, {})),
	read('answer without a result', 'when waiting', 'it has no list of files', coded(200)),
	// Later in a wait it is a gateway's: before, DocFlow answered at this address.
	read('redirect', 'once answered', 'DocFlow answered with a redirect to elsewhere.example', {
		kind: 'redirect',
		location: 'https://elsewhere.example/',
	}),
	read('HTTP 401', 'never', 'DocFlow did not accept the credential', {
		kind: 'status',
		status: 401,
	}),
	read('out of quota', 'never', 'Your DocFlow account is out of quota', { kind: 'quota' }),
];

/** When a fault hits. */
export interface ReadMoment {
	name: string;
	hits: Pick<Fault, 'times' | 'skip' | 'path'>;
	/** Only where more than one page is read. */
	needsPages?: boolean;
	/** Only where results are waited for. */
	needsWaiting?: boolean;
	/** Only polls of the trigger. */
	needsPoll?: boolean;
	slowToo?: boolean;
}

export const READ_MOMENTS: ReadMoment[] = [
	{ name: 'first page', hits: { times: 1 }, slowToo: true },
	{ name: 'second page', hits: { skip: 1 }, needsPages: true, slowToo: true },
	{ name: 'twice', hits: { times: 2 } },
	{ name: 'every request', hits: { times: 1000 } },
	{ name: 'while waiting', hits: { skip: 3, times: 4 }, needsWaiting: true },
	{
		name: 'reading a batch',
		hits: { path: 'batch_number=', times: 1 },
		needsPoll: true,
		slowToo: true,
	},
];
