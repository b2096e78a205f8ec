/** MIME types of the formats DocFlow reads, with the ending that tells it so (DocFlow documentation, "Formats"). */
const ENDING_BY_TYPE: Readonly<Record<string, string>> = {
	'application/pdf': 'pdf',
	'application/ofd': 'ofd',
	'application/msword': 'doc',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'text/plain': 'txt',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/tiff': 'tiff',
	'image/bmp': 'bmp',
	'image/webp': 'webp',
};
const ENDINGS = new Set([...Object.values(ENDING_BY_TYPE), 'jpeg', 'tif']);

/** No file's name holds control characters or half a character; a server may refuse the whole request for one. */
const UNNAMEABLE = /[\p{Cc}\p{Cs}]/gu;

/** The file's name with an ending DocFlow knows, or undefined where it can't read such a file. */
export function readableName(
	binary: { fileName?: string; mimeType: string },
	field: string,
): string | undefined {
	const name = (binary.fileName?.split(/[\\/]/).pop() || field).replace(UNNAMEABLE, '_');
	const ending = /\.([^.]+)$/.exec(name)?.[1].toLowerCase();
	if (ending !== undefined && ENDINGS.has(ending)) return name;
	const fromType = ENDING_BY_TYPE[binary.mimeType.split(';')[0].trim().toLowerCase()];
	return fromType === undefined || ending !== undefined ? undefined : `${name}.${fromType}`;
}
