import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fieldError } from '../../parameters/field';
import { inputError } from '../../transport/errors';
import type { FileToSend } from '../../transport/multipart';
import { binaryFiles } from '../file/upload/inputFiles';
import { binaryField } from '../file/upload/parameters';

/** The most samples of a category (DocFlow API, "Create File Category"). */
const MAX_SAMPLES = 20;

/** Milliseconds; as long as an upload may take. */
export const SAMPLE_TIMEOUT_MS = 300_000;

/** The binary fields that hold samples; as in File → Upload. */
export const samplesField: INodeProperties = {
	...binaryField,
	hint: 'The name of the input field containing the sample files; * takes every file',
	displayOptions: undefined,
};

/** The samples of an item. @throws NodeOperationError when there is none, more than 20, or one that DocFlow does not read. */
export async function sampleFiles(context: IExecuteFunctions, item: number): Promise<FileToSend[]> {
	const { files, refused, nothing } = await binaryFiles(context, item, {
		isWanted: () => true,
		minBytes: 0,
		unsupportedFiles: 'fail',
		remedy: `Convert it, or name in ${samplesField.displayName} only fields that hold such files.`,
	});
	const fail = (wrong: string, remedy: string) =>
		fieldError(context, item, samplesField, wrong, remedy);
	if (refused.length > 0) {
		const [{ message, advice }] = refused;
		throw inputError(context, item, message, advice);
	}
	const samples = files.flatMap(({ content }) => (content === undefined ? [] : [content]));
	if (samples.length === 0)
		throw fail(
			`finds no sample file: ${nothing ?? 'there is none'}`,
			'Connect a node that gives files, such as Read/Write Files from Disk, and name its binary field.',
		);
	if (samples.length <= MAX_SAMPLES) return samples;
	throw fail(
		`finds ${samples.length} files, more than the ${MAX_SAMPLES} samples a category can have`,
		'Name fewer binary fields.',
	);
}
