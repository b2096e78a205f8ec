import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { type InputFile } from '../../../delivery';
import { readBinaryFields } from '../../../parameters/lists';
import { inputError } from '../../../transport/errors';
import { CHUNK_BYTES } from '../../../transport/multipart';
import { readableName } from './formats';
import { binaryField } from './parameters';

/** DocFlow's limit for one file. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** A file left out because DocFlow can't read it, and why. */
export interface Skipped {
	item: number;
	name: string;
	reason: string;
}

/** The binary fields that names such as `data` and `attachment_*` mean, in the item's own order, and names not there. */
export function selectFields(
	names: string[],
	fields: string[],
): { selected: Array<{ field: string; byPattern: boolean }>; missing: string[] } {
	const patterns = names
		.filter((name) => name.includes('*'))
		.map((name) => {
			const parts = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
			return new RegExp(`^${parts.join('.*')}$`);
		});
	const selected = fields
		.map((field) => ({ field, byPattern: !names.includes(field) }))
		.filter(
			({ field, byPattern }) => !byPattern || patterns.some((pattern) => pattern.test(field)),
		);
	const missing = names.filter((name) => !name.includes('*') && !fields.includes(name));
	return { selected, missing };
}

async function sizeOf(context: IExecuteFunctions, binary: IBinaryData): Promise<number> {
	if (binary.id === undefined) return Buffer.from(binary.data, 'base64').length;
	return binary.bytes ?? (await context.helpers.getBinaryMetadata(binary.id)).fileSize;
}

/**
 * The binary files of one input item that are to go up.
 * @throws NodeOperationError for a missing field, an empty file, one over 100 MB, or (where files are
 * to fail) one in a format DocFlow does not read.
 */
export async function binaryFiles(
	context: IExecuteFunctions,
	item: number,
	unsupportedFiles: 'fail' | 'skip' | undefined,
): Promise<{ sources: InputFile[]; skipped: Skipped[] }> {
	const binaries = context.getInputData()[item].binary ?? {};
	const fields = Object.keys(binaries);
	const names = readBinaryFields(context, item, binaryField).filter(
		(name) => typeof name === 'string',
	);
	const { selected, missing } = selectFields(names, fields);
	const there =
		fields.length === 0
			? 'The item has no binary data at all: connect a node that gives files, such as an e-mail or Read/Write Files from Disk node.'
			: `The item has these binary fields: ${fields.join(', ')}.`;
	if (missing.length > 0 || selected.length === 0)
		throw inputError(
			context,
			item,
			missing.length > 0
				? `There is no binary field "${missing.join('", "')}" in item ${item}`
				: `No binary field of item ${item} matches "${names.join(', ')}"`,
			`${there} Name one of them in Input Binary Field, or enter * for all.`,
		);
	const sources: InputFile[] = [];
	const skipped: Skipped[] = [];
	for (const { field, byPattern } of selected) {
		const binary = binaries[field];
		const name = readableName(binary, field);
		const shown = binary.fileName ?? field;
		if (name === undefined) {
			const reason = `DocFlow does not read files of this format (${binary.mimeType})`;
			if ((unsupportedFiles ?? (byPattern ? 'skip' : 'fail')) === 'fail')
				throw inputError(
					context,
					item,
					`"${shown}" in field "${field}" of item ${item}: ${reason}`,
					'It reads PDF, OFD, DOC, DOCX, TXT, XLS, XLSX, JPG, PNG, TIFF, BMP and WEBP. To leave such files out, set the option Unsupported Files to Skip.',
				);
			skipped.push({ item, name: shown, reason });
			continue;
		}
		const bytes = await sizeOf(context, binary);
		if (bytes === 0 || bytes > MAX_FILE_BYTES)
			throw inputError(
				context,
				item,
				bytes === 0
					? `"${shown}" in field "${field}" of item ${item} is empty`
					: `"${shown}" in field "${field}" of item ${item} has ${Math.ceil(bytes / 1024 / 1024)} MB, more than the 100 MB DocFlow takes`,
				bytes === 0
					? 'Check the node that made the file.'
					: 'Split the document or make it smaller first.',
			);
		const { id } = binary;
		// A stream takes its buffer whole, however little there is to read.
		const open = async () =>
			id === undefined
				? Buffer.from(binary.data, 'base64')
				: await context.helpers.getBinaryStream(id, Math.min(CHUNK_BYTES, bytes));
		sources.push({
			item,
			origin: { binary_field: field },
			name,
			// n8n moves files of a webhook into the folder of their execution when it has ended: only the name stays.
			content: { name, mimeType: binary.mimeType, bytes, id: id?.split(/[/:]/).pop(), open },
		});
	}
	return { sources, skipped };
}
