import type { Kind } from './kind';

/** DocFlow's limit for one file (DocFlow documentation, "Limits"). */
const MAX_FILE_BYTES = 100 * 1024 * 1024;
const MB = 1024 * 1024;

/** Why a file can't go up: as what is said of it, as the title of an error, and what to do. */
export interface Fault {
	reason: string;
	title(file: string): string;
	advice: string;
	/** Whether it must fail, however it was chosen: to leave it out would hide that a document is lost. */
	isLoss?: boolean;
}

const fault = (reason: string, advice: string, isLoss?: boolean): Fault => ({
	reason,
	title: (file) => `${file} ${reason}`,
	advice,
	isLoss,
});

/** The fault of a file whose content is gone. */
export const gone = (name: string): Fault =>
	fault(
		"could not be read: n8n's storage no longer holds it",
		`n8n deletes the files of old executions, and pinned data holds only what is said of them. To send "${name}", run the workflow again from the node that made it.`,
		true,
	);

/** Why DocFlow can't take a file of so many bytes; `kind` is undefined when it can't read it, and `remedy` says what to do then. */
export function faultOf(
	bytes: number,
	kind: Kind | undefined,
	mimeType: string | undefined,
	remedy: string,
): Fault | undefined {
	if (bytes === 0) return fault('is empty', 'Check the node that made the file.');
	if (bytes > MAX_FILE_BYTES)
		return fault(
			`has ${Math.ceil(bytes / MB)} MB, more than the 100 MB DocFlow takes`,
			'Split the document or make it smaller first.',
		);
	if (kind !== undefined) return undefined;
	const reason = `DocFlow does not read files of this format (${mimeType ?? 'unknown'})`;
	return {
		reason,
		title: (file) => `${file}: ${reason}`,
		advice: `It reads PDF, OFD, DOC, DOCX, TXT, XLS, XLSX, JPG, PNG, TIFF, BMP and WEBP. ${remedy}`,
	};
}
