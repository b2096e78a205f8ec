import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fetchFiles } from '../../files/list';
import { unfinishedJson, type Waited, waitForFiles } from '../../files/wait';
import { toItems } from '../../output';
import { API_NAMES } from '../../parameters/fileIds';
import { apiError } from '../../transport/errors';
import { type Operation, readRequests, type Results } from '../operation';
import { FILTERS, properties } from './fetch/parameters';
import { type FetchRequest, readRequest } from './fetch/read';

/** The files that a request finds; without waiting, unfinished ones are given out like the others. */
async function run(
	context: IExecuteFunctions,
	request: FetchRequest,
	itemIndex: number,
): Promise<Waited> {
	const { query, subject, limit, wait } = request;
	// Without a filter, a batch that gives no file does not exist.
	const mayBeEmpty =
		subject === undefined || Object.keys(FILTERS).some((name) => query[name] !== undefined);
	const load = async () => {
		const files = await fetchFiles(context, query, itemIndex, limit);
		if (files.length > 0 || mayBeEmpty) return files;
		const message = `DocFlow knows no ${subject}`;
		const advice =
			'Check the number and the workspace. A batch is found only in the workspace it was uploaded to.';
		throw apiError(context, { message, advice }, itemIndex);
	};
	if (wait === undefined) return { finished: await load(), unfinished: [] };
	return await waitForFiles(context, {
		subject: subject ?? 'the files of the workspace',
		load,
		timeout: wait,
		itemIndex,
	});
}

/** What was asked for, so that an error item can be asked again. */
const askedJson = ({ query }: FetchRequest): IDataObject =>
	Object.fromEntries(
		Object.values(API_NAMES).flatMap((name) =>
			query[name] === undefined ? [] : [[name, query[name]]],
		),
	);

/** Adds what was found, and an error for each file that is not finished. */
function addFound(
	{ finished, unfinished, error }: Waited,
	request: FetchRequest,
	items: number[],
	results: Results,
): void {
	const { batch_number: batch } = request.query;
	const batchNumber = batch === undefined ? undefined : String(batch);
	results.add(
		items,
		finished.flatMap((file) => toItems(file, request.output, batchNumber)),
	);
	if (error === undefined) return;
	const late =
		unfinished.length > 0
			? unfinished.map((one) => ({ ...askedJson(request), ...unfinishedJson(one) }))
			: [askedJson(request)];
	results.fail(items, error, late);
}

/** File → Fetch. Input items that ask for the same thing are answered by one request and one set of items. */
export const fetch: Operation = {
	value: 'fetch',
	name: 'Fetch',
	action: 'Fetch results',
	description: 'Get the results of uploaded files, as rows, flat items or raw records',
	properties,
	async execute(context, itemCount, results) {
		const groups = await readRequests(context, itemCount, results, readRequest);
		for (const { request, items } of groups) {
			let found: Waited;
			try {
				found = await run(context, request, items[0]);
			} catch (error) {
				for (const item of items) results.fail([item], error);
				continue;
			}
			addFound(found, request, items, results);
		}
	},
};
