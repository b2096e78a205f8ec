import type { IExecuteFunctions } from 'n8n-workflow';

import type { Order } from '../../../delivery';
import { fieldError, readIfSet } from '../../../parameters/field';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { readId, readWorkspace } from '../../../parameters/ids';
import { readTexts } from '../../../parameters/lists';
import { outputProperty, readOutput } from '../../../parameters/output';
import { readChoice, readNumber } from '../../../parameters/read';
import type { Query } from '../../../transport/request';
import { readUploadOptions } from './apiOptions';
import type { Found, UnsupportedFiles, Wishes } from './found';
import { binaryFiles } from './inputFiles';
import { nameFilter } from './namePattern';
import {
	batchModeField,
	batchNumberField,
	fileNamesField,
	maxFilesField,
	maxSizeField,
	minSizeField,
	sourceField,
	timeoutField,
	unsupportedFilesField,
} from './parameters';
import { urlFiles } from './urlFiles';

const MAX_BATCH_NUMBER = 20;
const KB = 1024;
const MB = 1024 * KB;

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

/** Which files of an item are wanted. @throws NodeOperationError for a wrong option. */
const readWishes = (context: IExecuteFunctions, item: number): Wishes => ({
	isWanted: nameFilter(readTexts(context, item, fileNamesField, 'options')),
	minBytes: readNumber(context, item, minSizeField, 'options') * KB,
	unsupportedFiles: readIfSet(
		readChoice<UnsupportedFiles>,
		context,
		item,
		unsupportedFilesField,
		'options',
	),
	remedy: `To leave such files out, set the option ${unsupportedFilesField.displayName} to Skip.`,
});

/**
 * What one input item asks for, and what of it can't be sent; nothing is sent here.
 * @throws NodeOperationError for whatever is wrong with the item as a whole.
 */
export async function readOrder(
	context: IExecuteFunctions,
	item: number,
): Promise<{ order: Order; found: Found }> {
	const batchNumber = readBatchNumber(context, item);
	const query: Query = {
		workspace_id: await readWorkspace(context, item),
		...readUploadOptions(context, item),
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
	const found =
		readChoice(context, item, sourceField) === 'url'
			? urlFiles(context, item)
			: await binaryFiles(context, item, readWishes(context, item));
	return { order: { item, batchNumber, settings, files: found.files }, found };
}
