/** The formats DocFlow reads, by the ending that tells it so (DocFlow documentation, "Formats"; its client: BMP, WEBP). */
export type Format =
	'pdf' | 'ofd' | 'doc' | 'docx' | 'txt' | 'xls' | 'xlsx' | 'jpg' | 'png' | 'tiff' | 'bmp' | 'webp';

/** Every ending of a format, the one that is given to a name first. */
const ENDINGS: Readonly<Record<Format, string[]>> = {
	pdf: ['pdf'],
	ofd: ['ofd'],
	doc: ['doc'],
	docx: ['docx'],
	txt: ['txt'],
	xls: ['xls'],
	xlsx: ['xlsx'],
	jpg: ['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'jfi', 'pjpeg', 'pjp'],
	png: ['png', 'apng'],
	tiff: ['tiff', 'tif'],
	bmp: ['bmp', 'dib'],
	webp: ['webp'],
};

/** What else programs call a format in a MIME type, after `x-`, `vnd.`, `ms-` and the like. */
const OTHER_WORDS: Readonly<Record<string, Format>> = {
	acrobat: 'pdf',
	msword: 'doc',
	word: 'doc',
	'openxmlformats-officedocument.wordprocessingml.document': 'docx',
	winword: 'doc',
	excel: 'xls',
	msexcel: 'xls',
	'openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	plain: 'txt',
	// What Windows says of .jfif.
	pipeg: 'jpg',
	bitmap: 'bmp',
	'win-bitmap': 'bmp',
	'windows-bmp': 'bmp',
};

const FORMATS = Object.keys(ENDINGS) as Format[];
const BY_ENDING = new Map(
	FORMATS.flatMap((format) => ENDINGS[format].map((ending): [string, Format] => [ending, format])),
);
const BY_WORD = new Map([...BY_ENDING, ...Object.entries(OTHER_WORDS)]);

/** Endings that DocFlow itself takes; a name with another one of the same format gets the usual one. */
const TAKEN = /\.(pdf|ofd|docx?|txt|xlsx?|jpe?g|png|tiff?|bmp|webp)$/i;

/** The format of an ending without its dot, as people and cameras write them: `PDF`, `jfif`, `ｐｄｆ`. */
export const formatOfEnding = (ending: string): Format | undefined =>
	BY_ENDING.get(ending.normalize('NFKC').trim().replace(/^\./, '').toLowerCase());

/** Whether DocFlow takes a file of this name. */
export const isTakenName = (name: string): boolean => TAKEN.test(name);

/** What makers and clients put before the name of a format. */
const PREFIXES = /^(?:x-|vnd\.|ms-|citrix-|wps-office\.)+/;

/**
 * The format of a MIME type, with parameters and in whatever case: `image/pjpeg`, `application/x-pdf`, `text/pdf`,
 * `image/x-ms-bmp; charset=binary`, or only `pdf`.
 */
export function formatOfType(mimeType: string): Format | undefined {
	const [type] = mimeType
		.replaceAll('"', '')
		.trim()
		.toLowerCase()
		.split(/[;,\s]/);
	const word = type.slice(type.lastIndexOf('/') + 1).replace(PREFIXES, '');
	return BY_WORD.get(word);
}

/** The usual MIME type of a format. */
export const TYPE_OF: Readonly<Record<Format, string>> = {
	pdf: 'application/pdf',
	ofd: 'application/ofd',
	doc: 'application/msword',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	txt: 'text/plain',
	xls: 'application/vnd.ms-excel',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	jpg: 'image/jpeg',
	png: 'image/png',
	tiff: 'image/tiff',
	bmp: 'image/bmp',
	webp: 'image/webp',
};
