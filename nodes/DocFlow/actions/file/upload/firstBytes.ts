import type { Format } from './formats';

/** As many bytes of a file as tell what it is: the names in an Office file stand behind its first parts. */
export const HEAD_BYTES = 64 * 1024;

const OLE = 'd0cf11e0a1b11ae1';

/** Names inside OLE files, as UTF-16: what other programs than Word and Excel keep there (Outlook, PowerPoint, Visio). */
const OTHER_OLE = ['__nameid_', '__substg', '__properties', 'PowerPoint Document', 'VisioDocument'];

const SIGNATURES: Array<[format: Format, hex: string]> = [
	['png', '89504e470d0a1a0a'],
	['jpg', 'ffd8ff'],
	['tiff', '49492a00'],
	['tiff', '4d4d002a'],
	// BigTIFF.
	['tiff', '49492b00'],
	['tiff', '4d4d002b'],
];

/** Names of a ZIP's parts that tell the format; a name follows 26 bytes after the mark of a part. */
const PARTS: Array<[format: Format, name: RegExp]> = [
	['docx', /^[^]{0,26}?word\//],
	['xlsx', /^[^]{0,26}?xl\//],
	['ofd', /^[^]{0,26}?(?:OFD\.xml|Doc_\d+\/)/],
];
const PART = Buffer.from('PK\x03\x04', 'latin1');
const PART_HEAD = 30;

/** The format of a ZIP by the names of its parts. A part's content is stepped over: it may be a ZIP itself. */
function formatOfZip(head: Buffer): Format | undefined {
	for (let at = 0; at !== -1;) {
		const part = head.toString('latin1', at + PART.length, at + PART_HEAD + 64);
		const known = PARTS.find(([, name]) => name.test(part));
		if (known !== undefined) return known[0];
		if (at + PART_HEAD > head.length) return undefined;
		const sizeUnknown = (head.readUInt16LE(at + 6) & 8) !== 0;
		const content = sizeUnknown ? 0 : head.readUInt32LE(at + 18);
		const names = head.readUInt16LE(at + 26) + head.readUInt16LE(at + 28);
		at = head.indexOf(PART, at + PART_HEAD + names + content);
	}
	return undefined;
}

/** The format of an OLE file by the names in its directory, which of large ones lies behind the head: mostly Word's then. */
function formatOfOle(head: Buffer): Format | undefined {
	const holds = (name: string) => head.includes(Buffer.from(name, 'utf16le'));
	const firstStream = head.toString('hex', 512, 514);
	if (holds('WordDocument') || firstStream === 'eca5') return 'doc';
	if (OTHER_OLE.some(holds)) return undefined;
	return holds('Workbook') || holds('Book') || firstStream === '0908' ? 'xls' : 'doc';
}

/**
 * The format that a file's first bytes tell, of which up to `HEAD_BYTES` are looked at. Text is told by no mark, so it
 * is never the answer.
 */
export function formatOfBytes(head: Buffer): Format | undefined {
	const start = head.toString('hex', 0, 16);
	const known = SIGNATURES.find(([, hex]) => start.startsWith(hex));
	if (known !== undefined) return known[0];
	if (start.startsWith(OLE)) return formatOfOle(head);
	if (head.subarray(0, PART.length).equals(PART)) return formatOfZip(head);
	const text = head.toString('latin1', 0, 1024);
	if (/^RIFF[^]{4}WEBP/.test(text)) return 'webp';
	// A text may begin with BM as well; a bitmap's head always has zeros.
	if (text.startsWith('BM') && head.subarray(0, 1024).includes(0)) return 'bmp';
	// Readers allow for other bytes before it (PDF 1.7, appendix H).
	return text.includes('%PDF-') ? 'pdf' : undefined;
}

/** Whether these are the first bytes of a text: whole UTF-8 without control characters, or UTF-16 with its mark. */
export function isText(head: Buffer): boolean {
	if (head.length === 0) return false;
	if (['fffe', 'feff'].includes(head.toString('hex', 0, 2))) return true;
	// The last character may be cut in two.
	return !/\ufffd|[^\P{Cc}\s]/u.test(head.toString('utf8').replace(/\ufffd+$/, ''));
}
