import { cleanName, endingOf, innerEndingOf, nameFor } from './fileName';
import { formatOfBytes, isText } from './firstBytes';
import { type Format, formatOfEnding, formatOfType, TYPE_OF } from './formats';

/** What n8n says of a file. Each may be missing: a Code node need not say it. */
export interface Labels {
	fileName?: string;
	mimeType?: string;
	fileExtension?: string;
}

/** What a file is to DocFlow: the name and the MIME type it goes up with. */
export interface Kind {
	name: string;
	mimeType: string;
}

/**
 * The format by what is said of a file: a known ending decides; an unknown one never overrules a MIME type DocFlow
 * reads; then comes what n8n calls the extension. Text counts only in an ending: n8n says `text/plain` of all it does not know.
 */
function saidFormat(
	name: string,
	{ mimeType = '', fileExtension = '' }: Labels,
): Format | undefined {
	const said = [formatOfType(mimeType), formatOfEnding(fileExtension)];
	return endingOf(name)?.format ?? said.find((format) => format !== undefined && format !== 'txt');
}

/** Whether the file itself has to be looked at, since what is said of it does not tell. */
export const needsHead = (labels: Labels): boolean =>
	saidFormat(cleanName(labels.fileName ?? ''), labels) === undefined;

/** Whether it is a text: because it is said to be one, or because it reads like one and nothing at all is said. */
function isSaidText(
	name: string,
	{ mimeType = '', fileExtension = '' }: Labels,
	head: Buffer,
): boolean {
	if ([formatOfType(mimeType), formatOfEnding(fileExtension)].includes('txt')) return true;
	return mimeType === '' && fileExtension === '' && !/\.\w+$/.test(name) && isText(head);
}

/**
 * What a file is by what is said of it, else by its first bytes, which `needsHead` asks for, else by an ending inside its name.
 * @returns undefined when DocFlow can't read it.
 */
export function kindOf(labels: Labels, field: string, head?: Buffer): Kind | undefined {
	const { fileName = '', mimeType = '' } = labels;
	const name = cleanName(fileName);
	const format =
		saidFormat(name, labels) ??
		(head && formatOfBytes(head)) ??
		innerEndingOf(name)?.format ??
		(head && isSaidText(name, labels, head) ? 'txt' : undefined);
	return (
		format && {
			name: nameFor(name, field, format),
			mimeType: formatOfType(mimeType) === format ? mimeType : TYPE_OF[format],
		}
	);
}
