import type { IExecuteFunctions } from 'n8n-workflow';

import type { InputFile, Order } from '../../../delivery';
import { fieldError, readIfSet } from '../../../parameters/field';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { readId, readWorkspace } from '../../../parameters/ids';
import { readUrls } from '../../../parameters/lists';
import { outputProperty, readOutput } from '../../../parameters/output';
import { readChoice, readNumber } from '../../../parameters/read';
import type { Query } from '../../../transport/request';
import { readApiOptions } from './apiOptions';
import { binaryFiles, type Skipped } from './inputFiles';
import {
	batchModeField,
	batchNumberField,
	maxFilesField,
	maxSizeField,
	sourceField,
	timeoutField,
	unsupportedFilesField,
	urlsField,
} from './parameters';

const MAX_BATCH_NUMBER = 20;
const MB = 1024 * 1024;

/** The number that an item gives its batch; undefined where the node is to make one. @throws NodeOperationError. */
function readBatchNumber(context: IExecuteFunctions, item: number): string | undefined {
	if (readChoice(context, item, batchModeField) !== 'batchNumber') return undefined;
	const batchNumber = readId(context, item, batchNumberField);
	if (batchNumber.length <= MAX_BATCH_NUMBER) return batchNumber;
	throw fieldError(
		context,
		item,
		batchNumberField,
		`has ${batchNumber.length} characters, DocFlow takes ${MAX_BATCH_NUMBER} at most`,
		'Shorten it.',
	);
}

const urlFiles = (context: IExecuteFunctions, item: number): InputFile[] =>
	readUrls(context, item, urlsField).map((url) => ({
		item,
		origin: { url },
		name: new URL(url).pathname.split('/').pop() ?? '',
	}));

/**
 * What one input item asks for; nothing is sent here.
 * @throws NodeOperationError for whatever can't be sent.
 */
export async function readOrder(
	context: IExecuteFunctions,
	item: number,
): Promise<{ order: Order; skipped: Skipped[] }> {
	const batchNumber = readBatchNumber(context, item);
	const query: Query = {
		workspace_id: await readWorkspace(context, item),
		...readApiOptions(context, item),
	};
	const settings = {
		query,
		maxFiles: readNumber(context, item, maxFilesField, 'options'),
		maxBytes: readNumber(context, item, maxSizeField, 'options') * MB,
		timeout: readNumber(context, item, timeoutField, 'options') * 1000,
	};
	// Read here too, so that a wrong one is told before anything is sent.
	readNumber(context, item, waitTimeoutProperty, 'options');
	readOutput(context, item, outputProperty);
	const unsupportedFiles = readIfSet(
		readChoice<'fail' | 'skip'>,
		context,
		item,
		unsupportedFilesField,
		'options',
	);
	const found =
		readChoice(context, item, sourceField) === 'url'
			? { sources: urlFiles(context, item), skipped: [] }
			: await binaryFiles(context, item, unsupportedFiles);
	return { order: { item, batchNumber, settings, files: found.sources }, skipped: found.skipped };
}
