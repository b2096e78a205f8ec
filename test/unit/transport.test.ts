import { readAnswer, repairMojibake } from '../../nodes/DocFlow/transport/answer';
import { resolveBaseUrl } from '../../nodes/DocFlow/transport/baseUrl';
import { isUnsettled } from '../../nodes/DocFlow/transport/failure';
import { encodeQuery } from '../../nodes/DocFlow/transport/request';
import { mayRepeat, retryDelay } from '../../nodes/DocFlow/transport/retry';

describe('base URL', () => {
	test.each([
		[{ region: 'china' }, 'https://docflow.textin.com'],
		[{ region: 'global', baseUrl: 'https://ignored.example' }, 'https://docflow.textin.ai'],
		[{ region: 'custom', baseUrl: ' https://own.example// ' }, 'https://own.example'],
		[{ region: 'custom', baseUrl: 'http://own.example:8080/a/b/' }, 'http://own.example:8080/a/b'],
		[{ region: 'custom', baseUrl: 'https://own.example/api' }, 'https://own.example'],
		[{ region: 'custom', baseUrl: 'https://own.example/docs/api//' }, 'https://own.example/docs'],
		[
			{ region: 'custom', baseUrl: 'https://own.example/api/app-api/sip/platform/v2' },
			'https://own.example',
		],
		[{ region: 'custom', baseUrl: 'https://own.example/a/api/app-api/' }, 'https://own.example/a'],
		[{ region: 'custom', baseUrl: 'https://own.example/myapi' }, 'https://own.example/myapi'],
		[{ region: 'custom', baseUrl: 'https://own.example/api/v2' }, 'https://own.example/api/v2'],
	])('%j', (credential, url) => expect(resolveBaseUrl(credential)).toBe(url));

	test.each([
		'',
		'own.example',
		'file:///etc/passwd',
		'https://user:pass@own.example',
		'https://own.example/?x=1',
		'https://own.example/#x',
	])('%j is refused', (baseUrl) =>
		expect(() => resolveBaseUrl({ region: 'custom', baseUrl })).toThrow(/^The credential/),
	);
});

describe('retry', () => {
	test.each([
		['safe', { network: 'ECONNRESET' }, true],
		['once', { network: 'ECONNRESET' }, false],
		['once', { network: 'ETIMEDOUT' }, false],
		['once', { network: 'EHOSTUNREACH' }, false],
		['once', { network: 'ECONNREFUSED' }, true],
		['once', { status: 429 }, false],
		['once', { status: 200, code: '429' }, false],
		['once', { status: 503 }, false],
		['once', { status: 503, code: '429' }, false],
		['safe', { status: 503 }, true],
		['safe', { status: 200, code: '900' }, true],
		['safe', { status: 401 }, false],
		['safe', { status: 200, code: '1005025075' }, false],
	] as const)('a call that is %s, repeated after %j: %s', (repeat, failure, retried) =>
		expect(mayRepeat(repeat, failure, 0)).toBe(retried),
	);

	test.each([
		[{ network: 'ECONNRESET' }, true],
		[{ network: 'no answer' }, true],
		[{ network: 'ENOTFOUND' }, false],
		[{ status: 502 }, true],
		[{ status: 408 }, true],
		[{ status: 200 }, true],
		[{ status: 204 }, true],
		[{ status: 200, code: '503' }, true],
		[{ status: 200, code: '900' }, true],
		[{ status: 429 }, false],
		[{ status: 404 }, false],
		[{ status: 302 }, false],
		[{ status: 200, code: '1005025075' }, false],
		[{ message: 'wrong input' }, false],
	])('after %j the work may be done all the same: %s', (failure, unsettled) =>
		expect(isUnsettled(failure)).toBe(unsettled),
	);

	test('a server that asks for more than a minute is not asked again', () => {
		const now = Date.parse('2026-09-15T08:00:00Z');
		const busy = (retryAfter: string) => mayRepeat('safe', { status: 429, retryAfter }, now);
		expect(['60', '61', 'Tue, 15 Sep 2026 08:02:00 GMT', 'soon'].map(busy)).toEqual([
			true,
			false,
			false,
			true,
		]);
	});

	test('waits longer each time, or as long as Retry-After asks', () => {
		const now = Date.parse('2026-09-15T08:00:00Z');
		expect([1, 2, 3].map((attempt) => retryDelay(attempt, undefined, now, 1))).toEqual([
			500, 1000, 2000,
		]);
		expect(retryDelay(1, undefined, now, 0)).toBe(250);
		expect(retryDelay(1, '3', now, 0)).toBe(3000);
		expect(retryDelay(1, 'Tue, 15 Sep 2026 08:00:09 GMT', now, 0)).toBe(9000);
		expect(retryDelay(1, '59', now, 0)).toBe(59_000);
		expect(retryDelay(1, 'Tue, 15 Sep 2026 07:00:00 GMT', now, 1)).toBe(500);
		expect(retryDelay(1, 'nonsense', now, 1)).toBe(500);
	});
});

test('garbled text is read again, sound text left alone', () => {
	const garbled = Buffer.from('余额不足', 'utf8').toString('latin1');
	expect([garbled, 'Zürich', 'plain', '余额 é'].map(repairMojibake)).toEqual([
		'余额不足',
		'Zürich',
		'plain',
		'余额 é',
	]);
});

test('a query is encoded, and only what is set is sent', () => {
	expect(encodeQuery({ a: '发票&b=1', b: undefined, c: '', d: 0, e: false })).toBe(
		'?a=%E5%8F%91%E7%A5%A8%26b%3D1&d=0&e=false',
	);
	expect(encodeQuery({})).toBe('');
});

describe('the envelope', () => {
	test.each([
		['success', 200, { code: 200, result: { a: 1 } }, { result: { a: 1 } }],
		['a code that came as text', 200, { code: '200', result: { a: 1 } }, { result: { a: 1 } }],
		['success without a result', 200, { code: 200 }, { result: {} }],
		[
			'a failing code in HTTP 200',
			200,
			{ code: 1005025075, msg: 'm', trace_id: 't' },
			{ failure: { status: 200, code: '1005025075', msg: 'm', traceId: 't' } },
		],
		['a gateway', 502, '<html>', { failure: { status: 502 } }],
		['a list', 200, [], { failure: { status: 200, message: 'The answer is not one of DocFlow' } }],
		['nothing', 200, '', { failure: { status: 200, message: 'The answer is not one of DocFlow' } }],
	])('%s', (_name, statusCode, body, expected) =>
		expect(readAnswer({ statusCode, headers: {}, body })).toMatchObject(expected),
	);
});
