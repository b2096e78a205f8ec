import './debugLevel';

import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { createHmac } from 'crypto';
import { LoggerProxy } from 'n8n-workflow';

import { useBinaryMode } from '../../demo/engine/engine';
import { type RecordedRequest, type Sandbox, startSandbox } from '../../sandbox/server';
import { skipPauses } from '../support/clock';
import { shareOf } from '../support/nightly';
import { everythingOf, watchLog } from './everything';
import { faultsFor } from './faultsOfAll';
import { find, needlesOf, spellingsOf } from './needles';
import { OPERATIONS } from './operations';

/** What a header can carry and a search can stumble over. */
const SECRET = 'S3cr"et-é\\%20$&.*[^}\'<b>{{$json }}';
const PASSWORD = 'Päß 密码+%41"\\u0041&x=y#🔑</i>';

/** The credential's ways to sign in. What differs is the request, so not every fetch is played twice. */
const AUTHENTICATIONS = [
	{ authentication: 'simple', operations: OPERATIONS },
	{
		authentication: 'signature',
		operations: OPERATIONS.filter(
			({ name }) => !/^fetch by (fileId|taskId|workspace)|^activation|typed$/.test(name),
		),
	},
];

let sandbox: Sandbox;

beforeAll(async () => {
	await useBinaryMode('filesystem');
	sandbox = await startSandbox({ stepMs: 0.01 });
	sandbox.credential.secretCode = SECRET;
});
beforeEach(() => {
	sandbox.faults.clear();
	for (const list of [sandbox.files, sandbox.requests]) list.length = 0;
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await sandbox.close());

describe.each(AUTHENTICATIONS)(
	'authentication $authentication',
	({ authentication, operations }) => {
		describe.each(operations)('$name', (operation) => {
			const quotable = operation.sendsPassword ? [SECRET, PASSWORD] : [SECRET];
			const all = faultsFor(operation, quotable).flatMap((fault) =>
				(operation.mayContinue && !fault.isSlow ? [false, true] : [false]).map(
					(continueOnFail) => ({ ...fault, continueOnFail }),
				),
			);
			const cells = operation.isPlain ? shareOf(all, 3, operations.indexOf(operation)) : all;

			test.each(cells)(
				'$name, continue on fail: $continueOnFail',
				async ({ fault, continueOnFail }) => {
					skipPauses();
					const log = watchLog();
					const credential = { ...sandbox.credential, authentication, baseUrl: sandbox.url };
					let before = 0;
					const output = await operation.play(
						{ sandbox, credential, password: PASSWORD, continueOnFail },
						() => {
							before = sandbox.requests.length;
							sandbox.faults.add({ ...fault });
						},
					);
					expect(sandbox.requests.length).toBeGreaterThan(before);
					expect(
						find(everythingOf({ output, log }), needlesOf(SECRET, PASSWORD, sandbox.requests)),
					).toEqual([]);
				},
			);
		});
	},
);

describe('the search finds a secret', () => {
	const error = (own: object, cause?: unknown) =>
		Object.assign(new Error('failed', { cause }), own);
	class Inherits {
		#secret = SECRET;
		get hidden() {
			return this.#secret;
		}
	}
	const hidden = (target: object, value: unknown) =>
		Object.defineProperty(target, 'x', { value, enumerable: false });

	test.each<[string, unknown]>([
		['in a message', new Error(`before ${SECRET} after`)],
		[
			'in the cause of a cause',
			error({}, error({}, error({ config: { headers: { a: [SECRET] } } }))),
		],
		['in a property that is not enumerable', hidden(error({}), SECRET)],
		['behind a property that is not enumerable', { a: hidden({}, { y: SECRET }) }],
		['behind a symbol', { [Symbol('x')]: SECRET }],
		['as a key', { [SECRET]: 1 }],
		['from the getter of a class', new Inherits()],
		['in a map', new Map([['x', new Set([SECRET])]])],
		['in bytes', { body: Buffer.from(`before ${SECRET}`) }],
		[
			'in something that points back at itself',
			(() => {
				const a: Record<string, unknown> = { SECRET };
				a.a = a;
				return a;
			})(),
		],
		['cut short', { x: `…${SECRET.slice(8, 17)}` }],
		...[...spellingsOf({ name: '', value: SECRET })].map(([how, text]): [string, unknown] => [
			`as ${how}`,
			{ json: { x: `q${text}q` } },
		]),
		...[0, 1, 2].map((before): [string, unknown] => [
			`in Base64 behind ${before} bytes`,
			{ x: Buffer.from(`${'q'.repeat(before)}${SECRET}q`).toString('base64') },
		]),
		['as a signature key', { x: createHmac('sha256', SECRET).update('1790000000').digest('hex') }],
	])('%s', (_where, value) => {
		const signed = { headers: { 'x-ti-timestamp': '1790000000' } } as unknown as RecordedRequest;
		expect(find(everythingOf({ value }), needlesOf(SECRET, PASSWORD, [signed]))).not.toEqual([]);
	});

	test('in the log at level debug', () => {
		const log = watchLog();
		Container.get(Logger).debug('failed', { cause: { SECRET } });
		LoggerProxy.debug(PASSWORD);
		expect(find(everythingOf(log), needlesOf(SECRET, PASSWORD, []))).toEqual(
			expect.arrayContaining(['secret: plain', 'PDF password: plain']),
		);
	});
});
