import fc from 'fast-check';

import { typing } from '../../nodes/DocFlow/output/typed';

const typed = (text: string, label = 'Value') => typing()(label, text);

describe('a text that surely is a number becomes one', () => {
	test.each<[string, number]>([
		['0', 0],
		['40', 40],
		['552.00', 552],
		['-12.5', -12.5],
		['12,50', 12.5],
		['0,125', 0.125],
		['1234.567', 1234.567],
		['1,234.50', 1234.5],
		['1.234,50', 1234.5],
		['1 234,50', 1234.5],
		['1\u202f234,50', 1234.5],
		["1'234.50", 1234.5],
		['1’234.50', 1234.5],
		['1,234,567', 1234567],
		['1.234.567', 1234567],
		['12,34,567.00', 1234567],
		['$1,234.50', 1234.5],
		['US$ 99.90', 99.9],
		['EUR 1.234,50', 1234.5],
		['1.234,50 €', 1234.5],
		['1 234 567 €', 1234567],
		['￥1,034.00', 1034],
		['¥1,034.00元', 1034],
		['１２．５０', 12.5],
		['20%', 0.2],
		['19,6 %', 0.196],
		['-7％', -0.07],
		['(123.45)', -123.45],
		['($1,234.50)', -1234.5],
		['（500.00）', -500],
		['-$5', -5],
		['$-5.00', -5],
		['−5.00', -5],
		['123.45-', -123.45],
		['+12.50', 12.5],
		['0.00', 0],
		['-0.00', 0],
	])('%s', (text, number) => expect(typed(text)).toBe(number));
});

describe('a text that surely is a date becomes an ISO date', () => {
	test.each([
		['2026-09-17', '2026-09-17'],
		['2026/9/1', '2026-09-01'],
		['2026.09.17', '2026-09-17'],
		['2026年9月1日', '2026-09-01'],
		['2026 年 09 月 12 日', '2026-09-12'],
		['1 Sep 2026', '2026-09-01'],
		['17-Sep-2026', '2026-09-17'],
		['1. September 2026', '2026-09-01'],
		['September 1st, 2026', '2026-09-01'],
		['Sept. 17, 2026', '2026-09-17'],
		['17/09/2026', '2026-09-17'],
		['09/17/2026', '2026-09-17'],
		['17.09.2026', '2026-09-17'],
		['04/04/2026', '2026-04-04'],
		['2026/09/17 8:30', '2026-09-17T08:30'],
		['2026-09-17 18:30:05', '2026-09-17T18:30:05'],
	])('%s', (text, date) => expect(typed(text)).toBe(date));

	test('eight digits where the name says that they are a date', () => {
		expect(typed('20260912', '开票日期')).toBe('2026-09-12');
		expect(typed('20260912', 'Invoice Date')).toBe('2026-09-12');
		expect(typed('20260912')).toBe('20260912');
	});
});

describe('what may be something else stays as it is', () => {
	test.each([
		'',
		' ',
		'abc',
		'03/04/2026',
		'03.04.2026',
		'1,234',
		'1.234',
		'$1,234',
		'1 234',
		'170 123 456',
		'2026.09',
		'2026-09',
		'2026年9月',
		'2026-02-30',
		'31/31/2026',
		'12/11/26',
		'007',
		'00.5',
		'4500017734',
		'26312000000482910374',
		'0.1234567890123456',
		'+49',
		'(5)',
		'(20%)',
		'5-10',
		'5-',
		'--5',
		'-(5.00)',
		'1.2.3',
		'1,2,3',
		'12,3456,789',
		'1e5',
		'0x10',
		'10²',
		'①',
		'½',
		'43.7 kg',
		'12:30',
		'Infinity',
		'NaN',
		'5 000 apples',
		'$',
		'%',
		'(',
		'1 Foo 2026',
		'2026-09-17T08:30:00Z',
	])('%j', (text) => expect(typed(text)).toBe(text));

	test.each([
		['Invoice Number', '10482'],
		['invoiceNo', '10482'],
		['发票号码', '28737000'],
		['Reference', '1.50'],
		['Invoice Number', '2026-09-17'],
		['Phone', '555.12'],
		['Invoice Date', '12.05'],
	])('%s: %s', (label, text) => expect(typed(text, label)).toBe(text));

	test.each<[string, string, number]>([
		['Number of Pages', '3', 3],
		['Order Total', '10.00', 10],
		['单价', '25.50', 25.5],
	])('but %s counts', (label, text, number) => expect(typed(text, label)).toBe(number));

	test('and so does what is no text', () =>
		expect([0, false, null, { a: 1 }].map((value) => typing()('Value', value))).toEqual([
			0,
			false,
			null,
			{ a: 1 },
		]));
});

/** Ways to write a number of cents; each says whether it can be read in one way only. */
const written: Array<(whole: string, cents: string) => string> = [
	(whole, cents) => `${whole}.${cents}`,
	(whole, cents) => `${whole},${cents}`,
	(whole, cents) => `${grouped(whole, ',')}.${cents}`,
	(whole, cents) => `${grouped(whole, '.')},${cents}`,
	(whole, cents) => `${grouped(whole, ' ')},${cents}`,
	(whole, cents) => `${grouped(whole, "'")}.${cents}`,
];
const grouped = (whole: string, mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark);
const around: Array<(text: string) => string> = [
	(text) => text,
	(text) => `€${text}`,
	(text) => `${text} USD`,
	(text) => `¥ ${text}元`,
];
const year2100 = { min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };

test('an amount is the same number however it is written', () =>
	fc.assert(
		fc.property(
			fc.nat(2_000_000_000),
			fc.constantFrom(...written),
			fc.constantFrom(...around),
			fc.constantFrom('', '-', '('),
			(cents, write, put, sign) => {
				const text = put(
					write(String(Math.floor(cents / 100)), String(cents % 100).padStart(2, '0')),
				);
				const amount = cents / 100;
				if (sign === '') expect(typed(text)).toBe(amount);
				else
					expect(typed(sign === '-' ? `-${text}` : `(${text})`)).toBe(amount === 0 ? 0 : -amount);
			},
		),
		{ numRuns: 2000 },
	));

test('a number says what the text said, digit by digit; a date is the same day', () =>
	fc.assert(
		fc.property(fc.stringMatching(/^[-+(€$]?[\d.,' ]{0,12}[%€)-]?$/), (text) => {
			const value = typed(text);
			if (typeof value === 'string')
				return expect(value === text || /^\d{4}-/.test(value)).toBe(true);
			// Read back by a reader of another make: drop what is not a digit, put the mark where it was.
			const digits = text.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
			// Fifteen digits are what a number holds of any decimal; the next would be noise.
			const [shown] = Math.abs(Number(value)).toPrecision(15).split('e');
			expect(
				BigInt(digits) === 0n ? '0' : String(BigInt(shown.replace('.', ''))).replace(/0+$/, ''),
			).toBe(BigInt(digits) === 0n ? '0' : String(BigInt(digits)).replace(/0+$/, ''));
			expect((value as number) < 0).toBe(/[-(]/.test(text) && BigInt(digits) !== 0n);
		}),
		{ numRuns: 5000 },
	));

test('a day is the same day however it is written, or stays as it is', () =>
	fc.assert(
		fc.property(fc.date(year2100), (date) => {
			const day = date.toISOString().slice(0, 10);
			const [y, m, d] = day.split('-');
			for (const text of [day, `${y}/${+m}/${+d}`, `${y}年${+m}月${+d}日`])
				expect(typed(text)).toBe(day);
			const name = date.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
			expect(typed(`${+d} ${name} ${y}`)).toBe(day);
			expect(typed(`${name} ${+d}, ${y}`)).toBe(day);
			const [dayFirst, monthFirst] = [`${d}/${m}/${y}`, `${m}/${d}/${y}`];
			expect([day, dayFirst]).toContain(typed(dayFirst));
			expect([day, monthFirst]).toContain(typed(monthFirst));
		}),
	));
