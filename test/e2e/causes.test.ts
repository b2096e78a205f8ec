import { installHost } from '../../demo/host/install';
import type { Fault } from '../../sandbox/faults';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { trigger } from '../support/poll';
import { fromHost } from './sheetNodes';

/** What n8n makes of a failed poll, by its own code. */
interface PollFailure {
	/** It polls again half an hour later after `permanent`, else ever later. */
	type: 'permanent' | 'transient';
	cause?: string;
	retryAfterMs: number | null;
}

let judge: (error: unknown, now: Date) => PollFailure;
let sandbox: Sandbox;

beforeAll(async () => {
	await installHost();
	({ pollFailureFromError: judge } = fromHost<{ pollFailureFromError: typeof judge }>(
		'n8n/dist/workflows/triggers/poll-backoff-policy.js',
	));
}, 15 * 60_000);
beforeEach(async () => {
	sandbox = await startSandbox();
	skipPauses();
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const html = (status: number): Omit<Fault, 'path'> => ({ kind: 'not-json', status });
const own = (code: number): Omit<Fault, 'path'> => ({ kind: 'json', body: { code, msg: 'no' } });

test.each<[string, Omit<Fault, 'path'>, Partial<PollFailure>]>([
	["DocFlow's own refusal", own(40102), { type: 'permanent', cause: 'credential-invalid' }],
	["DocFlow's own 401", own(401), { type: 'permanent', cause: 'credential-invalid' }],
	["a proxy's 401", html(401), { type: 'transient', cause: 'temporarily-unavailable' }],
	["a proxy's 403", html(403), { type: 'transient', cause: 'temporarily-unavailable' }],
	["a gateway's 404", html(404), { type: 'transient', cause: 'temporarily-unavailable' }],
	['HTTP 502', html(502), { type: 'transient', cause: 'temporarily-unavailable' }],
	['a web page', { kind: 'not-json' }, { type: 'transient', cause: 'temporarily-unavailable' }],
	[
		'a redirect',
		{ kind: 'redirect', location: 'https://elsewhere.example/' },
		{ type: 'transient', cause: 'temporarily-unavailable' },
	],
	['a broken connection', { kind: 'drop-before' }, { type: 'transient' }],
	['an empty quota', { kind: 'quota' }, { type: 'transient', cause: 'quota-exhausted' }],
	[
		'too many requests',
		{ kind: 'status', status: 429, retryAfter: '7' },
		{ type: 'transient', cause: 'rate-limited', retryAfterMs: 7_000 },
	],
	['a code that is not known', own(1005025999), { type: 'transient' }],
])('%s, as n8n understands it', async (_what, fault, failure) => {
	const node = trigger({}, { ...sandbox.credential, baseUrl: sandbox.url });
	sandbox.faults.add({ ...fault, path: '/file/fetch', times: 10 });
	const error = await node.poll().catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(Error);
	expect(judge(error, new Date())).toMatchObject(failure);
});

test('a signature refused because a clock is off is passing', async () => {
	sandbox.faults.add({
		kind: 'json',
		path: '/file/fetch',
		times: 10,
		body: { code: 401, msg: 'signature expired' },
		headers: { date: new Date(Date.now() + 3_600_000).toUTCString() },
	});
	const credential = { ...sandbox.credential, baseUrl: sandbox.url, authentication: 'signature' };
	const error = await trigger({}, credential)
		.poll()
		.catch((reason: unknown) => reason);
	expect(judge(error, new Date())).toMatchObject({
		type: 'transient',
		cause: 'temporarily-unavailable',
	});
});
