import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Order } from '../../../delivery';
import {
	checkText,
	readId,
	readNumber,
	readWaitTimeout,
	readWorkspace,
} from '../../../parameters/read';
import { inputError } from '../../../transport/errors';
import type { Query } from '../../../transport/request';
import { readApiOptions } from './apiOptions';
import { binaryFiles, type Skipped, urlFiles } from './inputFiles';

const MAX_BATCH_NUMBER = 20;
const MB = 1024 * 1024;

/**
 * What one input item asks for; nothing is sent here.
 * @throws NodeOperationError for whatever can't be sent.
 */
export async function readOrder(
	context: IExecuteFunctions,
	item: number,
): Promise<{ order: Order; skipped: Skipped[] }> {
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	let batchNumber: string | undefined;
	if (context.getNodeParameter('batchMode', item) === 'batchNumber') {
		batchNumber = readId(
			context,
			item,
			'Batch Number',
			context.getNodeParameter('batchNumber', item),
		);
		if (batchNumber.length > MAX_BATCH_NUMBER)
			throw inputError(
				context,
				item,
				`Batch Number of item ${item} has ${batchNumber.length} characters, DocFlow takes ${MAX_BATCH_NUMBER} at most`,
				'Shorten it.',
			);
	}
	const query: Query = {
		workspace_id: await readWorkspace(context, item, options),
		...readApiOptions(options),
	};
	checkText(context, item, 'Category', query.category);
	checkText(context, item, 'Parser: PDF Password', query.parser_pdf_pwd);
	const found =
		context.getNodeParameter('source', item) === 'url'
			? { sources: urlFiles(context, item, context.getNodeParameter('urls', item)), skipped: [] }
			: await binaryFiles(
					context,
					item,
					context.getNodeParameter('binaryPropertyName', item) as string,
					options.unsupportedFiles as 'fail' | 'skip' | undefined,
				);
	const number = (name: string, label: string, fallback: number) =>
		readNumber(context, item, label, options[name] ?? fallback);
	const settings = {
		query,
		maxFiles: number('maxFilesPerRequest', 'Max Files per Request', 20),
		maxBytes: number('maxRequestSizeMb', 'Max Request Size', 100) * MB,
		timeout: number('timeout', 'Request Timeout', 300) * 1000,
	};
	// Read here too, so that a wrong one is told before anything is sent.
	readWaitTimeout(context, item, options);
	return { order: { item, batchNumber, settings, sources: found.sources }, skipped: found.skipped };
}
