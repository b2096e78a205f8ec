import { chooseFiles } from '../../nodes/DocFlow/actions/file/upload/binaryFields';
import { nameFilter } from '../../nodes/DocFlow/actions/file/upload/namePattern';
import {
	addressesIn,
	nameInAddress,
	toWebAddress,
} from '../../nodes/DocFlow/actions/file/upload/urls';

const file = (name: string) => ({
	data: 'filesystem-v2',
	id: `filesystem-v2:${name}`,
	mimeType: 'text/plain',
	fileName: name,
});
const OWN = {
	data: file('a.txt'),
	attachment_0: file('b.txt'),
	attachment_1: file('c.txt'),
	'My File, signed': file('d.txt'),
	'other.a': file('e.txt'),
};
const ALL = Object.keys(OWN);

test.each<[value: unknown, chosen: string[], missing?: string[]]>([
	['data', ['data']],
	['*', ALL],
	['＊', ALL],
	['attachment_＊', ['attachment_0', 'attachment_1']],
	['ATTACHMENT_*', ['attachment_0', 'attachment_1']],
	['data, attachment_*', ['data', 'attachment_0', 'attachment_1']],
	['attachment_1，attachment_0', ['attachment_1', 'attachment_0']],
	['attachment_0、attachment_1', ['attachment_0', 'attachment_1']],
	['attachment_0; attachment_1', ['attachment_0', 'attachment_1']],
	['attachment_0；data\nattachment_1', ['attachment_0', 'data', 'attachment_1']],
	['attachment_0 attachment_1', ['attachment_0', 'attachment_1']],
	['attachment_0 att*_1', ['attachment_0', 'attachment_1']],
	['"attachment_0"', ['attachment_0']],
	["'data', “attachment_0”", ['data', 'attachment_0']],
	['binary.attachment_0', ['attachment_0']],
	['$binary.attachment_0, $binary["data"]', ['attachment_0', 'data']],
	['_files.data, $json._files.attachment_1', ['data', 'attachment_1']],
	['My File, signed', ['My File, signed']],
	['attachment＿0', ['attachment_0']],
	['data,data,*', ALL],
	['nope,data', ['data'], ['nope']],
	['no such field', [], ['no such field']],
	['other.?', [], ['other.?']],
	['x*', []],
	[
		['attachment_0', 'data'],
		['attachment_0', 'data'],
	],
	['["attachment_0","data"]', ['attachment_0', 'data']],
	[Object.keys(OWN), ALL],
	[OWN.attachment_0, ['attachment_0']],
	[{ ...OWN.attachment_0 }, ['attachment_0']],
	[[OWN.data, 'data', { ...OWN.data }], ['data']],
	[OWN, ALL],
	[{ json: {}, binary: OWN }, ALL],
	[[{ json: {}, binary: { Invoice_0: file('x') } }, { json: {} }], ['Invoice_0']],
	[{ Invoice_0: file('x') }, ['Invoice_0']],
	[file('x'), ['file 1']],
	[
		['data', file('x'), file('y'), file('x')],
		['data', 'file 2', 'file 3'],
	],
	[[undefined, null, OWN.data], ['data']],
	[{ data: 'aGVsbG8=' }, ['file 1']],
	[undefined, []],
])('Input Binary Field %j', (value, chosen, missing = []) => {
	const choices = chooseFiles(value, OWN);
	expect(choices.chosen.map(({ field }) => field)).toEqual(chosen);
	expect([choices.missing, choices.wrong]).toEqual([missing, []]);
});

test.each([
	['*', true],
	['x*', true],
	['data, x*', true],
	[[], true],
	[{}, true],
	['data', false],
	[undefined, false],
	['', false],
	[null, false],
])('%j may mean no file: %j', (value, mayBeNone) =>
	expect(chooseFiles(value, OWN).mayBeNone).toBe(mayBeNone),
);

test.each([true, [[false]], { data: 'a text', other: 1 }, { name: 'a.pdf' }])(
	'%j is neither a name nor a file',
	(value) => expect(chooseFiles(value, OWN).wrong.length).toBe(1),
);

test('what is named outright is told from what a pattern found, and a copy in memory from another file', () => {
	const flags = ({ chosen }: ReturnType<typeof chooseFiles>) =>
		chosen.map(({ byPattern }) => byPattern);
	expect(flags(chooseFiles('attachment_*, attachment_1', OWN))).toEqual([true, false]);
	expect(
		flags(chooseFiles(['attachment_1', '*'], { attachment_1: OWN.data, b: OWN.data })),
	).toEqual([false, true]);
	const own = { a: { data: 'YQ==', fileName: 'a.txt' }, b: { data: 'YQ==', fileName: 'b.txt' } };
	expect(chooseFiles([{ ...own.b }, { ...own.a }], own).chosen.map(({ field }) => field)).toEqual([
		'b',
		'a',
	]);
});

test.each([
	['*.pdf, !image0*', 'a.PDF', true],
	['*.pdf, !image0*', 'image001.pdf', false],
	['*.pdf, !image0*', 'a.png', false],
	['!image0*', 'a.png', true],
	['！image0＊，！logo*', 'LOGO.png', false],
	['invoice.pdf', 'Invoice.pdf', true],
	['invoice', 'invoice.pdf', false],
	['*(1).pdf; *.xls*', 'a (1).pdf', true],
	['*.xls*', 'a.xlsx', true],
	['发票*', '发票 九月.pdf', true],
	['', 'a.png', true],
	[' , ', 'a.png', true],
])('File Names %j and %s', (patterns, name, passes) =>
	expect(nameFilter([patterns])([name])).toBe(passes),
);

const A = 'https://a.example/1.pdf';
const B = 'http://b.example/2.pdf?ids=1,2;3';
test.each<[value: unknown, urls: string[]]>([
	[A, [A]],
	[`${A}\n${B}\r\n\n`, [A, B]],
	[`${A},${B}`, [A, B]],
	[`${A}, ${B},`, [A, B]],
	[`${A} ${B}`, [A, B]],
	[`${A}; ${B};`, [A, B]],
	[`${A}，${B}、${A}x`, [A, B, `${A}x`]],
	[`"${A}", <${B}>`, [A, B]],
	[
		`${A}, ftp://c.example/x, www.d.example/y data:text/plain,abc`,
		[A, 'ftp://c.example/x', 'www.d.example/y', 'data:text/plain,abc'],
	],
	[
		[A, B],
		[A, B],
	],
	[
		[[A], null, '', B],
		[A, B],
	],
	[JSON.stringify([A, B]), [A, B]],
	[[`${A}, ${B}`], [A, B]],
	[
		['https://a.example/?list=1,https://b.example/'],
		['https://a.example/?list=1,https://b.example/'],
	],
	[`${A}\n${A}`, [A, A]],
	['https://a.example/my file.pdf', ['https://a.example/my file.pdf']],
	[undefined, []],
	[[], []],
	['', []],
])('URLs %j', (value, urls) => expect(addressesIn(value)).toEqual(urls));

test.each([
	[B, B],
	['HTTPS://A.example/X%20y.pdf?A=b,c', 'https://A.example/X%20y.pdf?A=b,c'],
	['https:/a.example/x', 'https://a.example/x'],
	['https://a.example/my file.pdf', 'https://a.example/my%20file.pdf'],
	['https://a.example/发票.pdf', 'https://a.example/%E5%8F%91%E7%A5%A8.pdf'],
])('%s goes up as %s', (text, url) => {
	expect(toWebAddress(text)).toEqual({ url });
	expect(url).toMatch(/^https?:\/\//);
});

test.each([
	['data:application/pdf;base64,JVBERi0=', /holds a file/],
	['ftp://a.example/x.pdf', /not a public web address/],
	['file:///etc/passwd', /not a public web address/],
	['www.a.example/x.pdf', /not a public web address/],
	['https://', /not a public web address/],
	['[object Object]', /not a public web address/],
	['https://a.example/1.pdf, 2.pdf', /two addresses/],
	['https://a.example/1.pdf b.example/2.pdf', /two addresses/],
])('%s is refused', (text, reason) =>
	expect(toWebAddress(text)).toEqual({
		reason: expect.stringMatching(reason),
		advice: expect.stringMatching(/\.$/),
	}),
);

test.each([
	['https://a.example/x/%E5%8F%91%E7%A5%A8.pdf?a=b', '发票.pdf'],
	['https://a.example/100%.pdf', '100%.pdf'],
	['https://a.example/', ''],
])('the name in %s', (url, name) => expect(nameInAddress(url)).toBe(name));
