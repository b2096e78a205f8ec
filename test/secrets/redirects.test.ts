import type { Sandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { shareOf } from '../support/nightly';
import { useSandbox } from '../support/sandbox';
import './debugLevel';
import { everythingOf, watchLog } from './everything';
import { OPERATIONS } from './operations';
import { type Recorder, startRecorder } from './recorder';

const STATUSES = [300, 301, 302, 303, 305, 307, 308];
/** Ways to name another host; `HOST` is where the other server listens. */
const ELSEWHERE = [
	'http://127.0.0.1:PORT/',
	'http://localhost:PORT/api/app-api',
	'//localhost:PORT/x',
	'/\\127.0.0.1:PORT/',
	'\\\\localhost:PORT',
	'http:127.0.0.1:PORT',
];

let sandbox: Sandbox;
let credential: Record<string, string>;
let other: Recorder;

useSandbox((started) => ({ sandbox, credential } = started), { binaryMode: 'filesystem' });
beforeAll(async () => {
	other = await startRecorder((_request, response) =>
		response.end('{"code":200,"result":{"total":0,"files":[]}}'),
	);
});
afterAll(async () => await other.close());

/** Runs an operation whose every request is answered by a redirect. Returns all that came out. */
async function redirected(
	{ play }: (typeof OPERATIONS)[number],
	status: number,
	location: string,
): Promise<string> {
	skipPauses();
	watchLog();
	sandbox.faults.clear();
	let before = 0;
	const output = await play(
		{ sandbox, credential, password: 'a password', continueOnFail: false },
		() => {
			before = sandbox.requests.length;
			sandbox.faults.add({ kind: 'status', status, headers: { location }, times: 1000 });
		},
	);
	jest.restoreAllMocks();
	expect(sandbox.requests.length).toBeGreaterThan(before);
	return everythingOf(output);
}

describe.each(OPERATIONS)('$name', (operation) => {
	const all = STATUSES.flatMap((status) => ELSEWHERE.map((location) => ({ status, location })));
	const cells = operation.isPlain
		? shareOf(all, STATUSES.length, OPERATIONS.indexOf(operation))
		: all;

	test.each(cells)(
		'HTTP $status to $location: nothing goes there',
		async ({ status, location }) => {
			const target = location.replace('PORT', String(other.port));
			expect(await redirected(operation, status, target)).toMatch(
				new RegExp(`redirect to (127\\.0\\.0\\.1|localhost):${other.port}`),
			);
			expect([other.connections(), other.seen]).toEqual([0, []]);
		},
	);

	test('a redirect on the same host is not followed either, and is told as that', async () => {
		const output = await redirected(operation, 307, '/elsewhere');
		expect(output).toContain('redirect to another page of the same host');
		expect(sandbox.requests.filter(({ path }) => path === '/elsewhere')).toEqual([]);
	});
});

test('the other server would have been heard of', async () => {
	for (const host of ['127.0.0.1', 'localhost'])
		await fetch(`http://${host}:${other.port}/`, { headers: { 'x-ti-app-id': 'a' } });
	expect(other.seen.map(({ headers }) => headers.includes('x-ti-app-id'))).toEqual([true, true]);
});

test.each([
	['javascript:alert(1)', 'something that is no web address'],
	['http://', 'something that is no web address'],
	['https://xn--bcher-kva.example:8443/', 'xn--bcher-kva.example:8443'],
	['https://EVIL.example./x?a#b', 'evil.example.'],
	['https://docflow.textin.com@evil.example/', 'evil.example'],
	['https://evil.example\\@docflow.textin.com', 'evil.example'],
])('a redirect to %s is shown as %s', async (location, shown) => {
	const [operation] = OPERATIONS.filter(({ name }) => name === 'manual poll');
	expect(await redirected(operation, 302, location)).toContain(`redirect to ${shown}\n`);
});
