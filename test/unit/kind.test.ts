import { readFileSync } from 'fs';
import { globSync } from 'tinyglobby';

import { cleanName, nameFor } from '../../nodes/DocFlow/actions/file/upload/fileName';
import { formatOfBytes, HEAD_BYTES } from '../../nodes/DocFlow/actions/file/upload/firstBytes';
import { kindOf, needsHead } from '../../nodes/DocFlow/actions/file/upload/kind';

/** A ZIP's local part: its head, name and content. */
function zipPart(name: string, content: string | Buffer = '', sizeKnown = true): Buffer {
	const head = Buffer.alloc(30);
	head.write('PK\x03\x04', 'latin1');
	head.writeUInt16LE(sizeKnown ? 0 : 8, 6);
	head.writeUInt32LE(sizeKnown ? content.length : 0, 18);
	head.writeUInt16LE(name.length, 26);
	return Buffer.concat([head, Buffer.from(name), Buffer.from(content)]);
}
const office = (name: string) =>
	Buffer.concat([
		zipPart('[Content_Types].xml', 'xx', false),
		zipPart('_rels/.rels', 'y'),
		zipPart(name, 'z'),
	]);
const ole = (name: string) =>
	Buffer.concat([
		Buffer.from('d0cf11e0a1b11ae1', 'hex'),
		Buffer.alloc(1016),
		Buffer.from(name, 'utf16le'),
	]);

const HEADS: Record<string, [Buffer, string | undefined]> = {
	pdf: [Buffer.from('%PDF-1.4\n'), 'pdf'],
	'pdf after other bytes': [Buffer.from('\xef\xbb\xbf\n\n%PDF-1.7', 'latin1'), 'pdf'],
	png: [Buffer.from('89504e470d0a1a0a0000', 'hex'), 'png'],
	jpeg: [Buffer.from('ffd8ffe000104a464946', 'hex'), 'jpg'],
	'tiff, small end first': [Buffer.from('49492a0008000000', 'hex'), 'tiff'],
	'tiff, big end first': [Buffer.from('4d4d002a00000008', 'hex'), 'tiff'],
	bmp: [Buffer.from('424d36000c000000000036000000', 'hex'), 'bmp'],
	webp: [Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 'webp'],
	docx: [office('word/document.xml'), 'docx'],
	xlsx: [office('xl/workbook.xml'), 'xlsx'],
	ofd: [office('OFD.xml'), 'ofd'],
	doc: [ole('WordDocument'), 'doc'],
	xls: [ole('Workbook'), 'xls'],
	'old xls': [ole('Book'), 'xls'],
	'powerpoint with a table of Excel in it': [ole('PowerPoint Document\0Workbook'), undefined],
	'outlook message': [ole('__nameid_version1.0 the Workbook is attached'), undefined],
	pptx: [office('ppt/presentation.xml'), undefined],
	'zip with a Word file in it, not packed': [
		zipPart('a.docx', office('word/document.xml')),
		undefined,
	],
	'zip with a folder': [zipPart('password/word/x.txt', 'x'), undefined],
	gif: [Buffer.from('GIF89a\x01\0', 'latin1'), undefined],
	'a text that begins with BM': [Buffer.from('BMW Rechnung'), undefined],
	program: [Buffer.from('4d5a9000030000000400', 'hex'), undefined],
	text: [Buffer.from('Invoice Number: 1'), undefined],
	nothing: [Buffer.alloc(0), undefined],
};

test.each(Object.entries(HEADS))('first bytes of: %s', (_what, [head, format]) =>
	expect(formatOfBytes(head)).toBe(format),
);

/** Names by the format that their ending tells, and how the name begins that is to come of it. */
const NAMES: Array<[name: string | undefined, ending: string | undefined, begins: string]> = [
	['invoice.pdf', 'pdf', 'invoice.'],
	['invoice.PDF', 'pdf', 'invoice.'],
	['invoice.pdf ', 'pdf', 'invoice.'],
	['invoice.pdf.', 'pdf', 'invoice.'],
	['"invoice.pdf"', 'pdf', 'invoice.'],
	['invoice.pdf.pdf', 'pdf', 'invoice.pdf.'],
	['C:\\scans\\in.TIF', 'tiff', 'in.'],
	['/tmp/a.b/photo.jpeg', 'jpg', 'photo.'],
	['scan.jfif', 'jpg', 'scan.'],
	['发票.ofd', 'ofd', '发票.'],
	['发票．ｐｄｆ', 'pdf', '发票.'],
	['=?UTF-8?B?5Y+R56WoLnBkZg==?=', 'pdf', '发票.'],
	["UTF-8''Rechnung%20M%C3%A4rz.xlsx", 'xlsx', 'Rechnung März.'],
	['\u202binvoice\u202c.docx\u200f', 'docx', 'invoice.'],
	['.pdf', 'pdf', 'attachment_0.'],
	['Rechnung Nr. 4711', undefined, 'Rechnung Nr. 4711.'],
	['Offer_v1.0', undefined, 'Offer_v1.0.'],
	['ATT00001.bin', undefined, 'ATT00001.bin.'],
	['mail.eml', undefined, 'mail.eml.'],
	['README', undefined, 'README.'],
	['  ', undefined, 'attachment_0.'],
	['', undefined, 'attachment_0.'],
	[undefined, undefined, 'attachment_0.'],
];

/** Names that say nothing of a format: a text of such a name, of which nothing else is said either, is known by its bytes. */
const BARE = new Set([undefined, '', '  ', 'README', 'Rechnung Nr. 4711']);

const TYPES: Array<[type: string | undefined, format: string | undefined]> = [
	['application/pdf', 'pdf'],
	['Application/PDF; name="x.zip"', 'pdf'],
	['application/x-pdf', 'pdf'],
	['application/acrobat', 'pdf'],
	['applications/vnd.pdf', 'pdf'],
	['text/pdf', 'pdf'],
	['image/jpeg', 'jpg'],
	['image/jpg', 'jpg'],
	['image/pjpeg', 'jpg'],
	['image/x-citrix-jpeg', 'jpg'],
	['image/png', 'png'],
	['image/x-png', 'png'],
	['image/tif', 'tiff'],
	['image/x-tiff', 'tiff'],
	['image/bmp', 'bmp'],
	['image/x-ms-bmp', 'bmp'],
	['image/x-windows-bmp', 'bmp'],
	['image/webp', 'webp'],
	['application/msword', 'doc'],
	['application/vnd.ms-word', 'doc'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
	['application/vnd.ms-excel', 'xls'],
	['application/x-msexcel', 'xls'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
	['application/wps-office.xlsx', 'xlsx'],
	['application/ofd', 'ofd'],
	['text/plain', 'txt'],
	['application/octet-stream', undefined],
	['application/x-download', undefined],
	['application/zip', undefined],
	['image/gif', undefined],
	['text/html', undefined],
	[undefined, undefined],
	['', undefined],
];

const EXTENSIONS: Array<[extension: string | undefined, format: string | undefined]> = [
	['pdf', 'pdf'],
	['.JPG', 'jpg'],
	['bin', undefined],
	[undefined, undefined],
];

/** What a server that reads by the ending takes, as the stand-in does. */
const TAKEN = /\.(pdf|ofd|docx?|txt|xlsx?|jpe?g|png|tiff?|bmp|webp)$/i;
const family = (name: string) =>
	name
		.slice(name.lastIndexOf('.') + 1)
		.toLowerCase()
		.replace('jpeg', 'jpg')
		.replace(/^tif$/, 'tiff');

test('every name, type, extension and beginning: readable by one of them is sent, under a name DocFlow takes', () => {
	let sent = 0;
	let left = 0;
	for (const [fileName, ending, begins] of NAMES)
		for (const [mimeType, byType] of TYPES)
			for (const [fileExtension, byExtension] of EXTENSIONS)
				for (const [what, [head, byBytes]] of Object.entries(HEADS)) {
					const labels = { fileName, mimeType, fileExtension };
					const said = [ending, byType, byExtension];
					const sure =
						ending ?? [byType, byExtension].find((one) => one !== undefined && one !== 'txt');
					const isBareText =
						!mimeType && !fileExtension && BARE.has(fileName) && what.includes('text');
					const format =
						sure ?? byBytes ?? (said.includes('txt') || isBareText ? 'txt' : undefined);
					const at = `${fileName} ${mimeType} ${fileExtension} ${what}`;
					const kind = kindOf(labels, 'attachment_0', needsHead(labels) ? head : undefined);
					if (format === undefined) {
						left++;
						if (kind !== undefined) expect([at, kind]).toEqual([at, undefined]);
						continue;
					}
					sent++;
					if (
						kind === undefined ||
						!TAKEN.test(kind.name) ||
						family(kind.name) !== format ||
						!kind.name.startsWith(begins)
					)
						expect([at, kind]).toEqual([at, format]);
				}
	expect(sent).toBeGreaterThan(50_000);
	expect(left).toBeGreaterThan(1_000);
});

test.each([
	['invoice.pdf (1)', 'invoice (1).pdf'],
	['invoice.pdf_2', 'invoice_2.pdf'],
	['invoice.pdf - Kopie', 'invoice - Kopie.pdf'],
	['invoice.pdf?token=a', 'invoice?token=a.pdf'],
	['invoice.pdf (1).zip', undefined],
	['invoice.pdf.p7m', undefined],
	['invoice.pdfx', undefined],
	['invoice_pdf', undefined],
])('an ending inside of the name %j', (fileName, name) => {
	const labels = { fileName, mimeType: 'application/octet-stream' };
	expect(kindOf(labels, 'data', Buffer.from('no mark'))?.name).toBe(name);
	// The bytes know better than such an ending.
	expect(kindOf(labels, 'data', HEADS.png[0])?.name).toMatch(/\.png$/);
});

test.each([
	['plain.pdf', 'plain.pdf'],
	['=?utf-8?Q?Rechnung_M=C3=A4rz.pdf?=', 'Rechnung März.pdf'],
	['=?iso-8859-1?q?M=E4rz?= 2026.pdf', 'März 2026.pdf'],
	['=?gb18030?B?t6LGsS5wZGY=?=', '发票.pdf'],
	// A character cut in two, as some programs do.
	['=?UTF-8?B?5Y8=?= =?UTF-8?B?kee6qC5wZGY=?=', '发纨.pdf'],
	['=?UTF-8*de?Q?M=C3=A4rz.pdf?=', 'März.pdf'],
	['=?x-nobody-knows?Q?a=E4?=.pdf', '=?x-nobody-knows?Q?a=E4?=.pdf'],
	["utf-8'de'M%C3%A4rz%20%22a%22.pdf", "März 'a'.pdf"],
	["iso-8859-1''M%E4rz.pdf", 'März.pdf'],
	["Bob's 'best' offer.pdf", "Bob's 'best' offer.pdf"],
	["O'Neil'.pdf", "O'Neil'.pdf"],
	['100% sure.pdf', '100% sure.pdf'],
	['a.pdf\0', 'a.pdf'],
	['a\0b\ud800c.pdf', 'a_b_c.pdf'],
	['a \r\n\t b.pdf', 'a b.pdf'],
	['\u202ea\u200b\ufeff.pdf\u200f', 'a.pdf'],
	[' “Rechnung”.pdf” ', 'Rechnung”.pdf'],
	['../../etc/passwd', 'passwd'],
	['folder\\', 'folder'],
	['a/b.pdf/', 'b.pdf'],
	['...', ''],
	['"\'', ''],
])('the name %j is read as %j', (raw, clean) => expect(cleanName(raw)).toBe(clean));

test.each(['发', 'a', '👍', 'é'])(
	'a name of thousands of %s is cut between characters',
	(character) => {
		for (const ending of ['.PDF', ''])
			for (const length of [66, 67, 99, 100, 199, 200, 5000]) {
				const name = nameFor(cleanName(character.repeat(length) + ending), 'data', 'pdf');
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
				expect(name).toMatch(ending === '' ? /[^.]\.pdf$/ : /[^.]\.PDF$/);
				expect(name).not.toMatch(/\p{Cs}/u);
			}
	},
);

test('the type that goes up is that of the format, and the given one where it says the same', () => {
	const typeOf = (fileName: string, mimeType?: string, head?: Buffer) =>
		kindOf({ fileName, mimeType }, 'data', head)?.mimeType;
	expect(typeOf('a.pdf', 'application/octet-stream')).toBe('application/pdf');
	expect(typeOf('a.pdf', 'application/x-pdf')).toBe('application/x-pdf');
	expect(typeOf('a.pdf')).toBe('application/pdf');
	expect(typeOf('a', undefined, HEADS.webp[0])).toBe('image/webp');
});

test.each(globSync('demo/documents/*.*'))('a real document without its name: %s', (path) => {
	const head = readFileSync(path).subarray(0, HEAD_BYTES);
	expect(formatOfBytes(head)).toBe(path.slice(path.lastIndexOf('.') + 1));
});
