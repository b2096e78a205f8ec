import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { toItems } from '../../output';
import { apiError } from '../../transport/errors';
import { fetchFiles } from '../../transport/fetchFiles';
import { openJson, type Waited, waitForFiles } from '../../transport/wait';
import type { Operation, Results } from '../operation';
import { BY, properties } from './fetch/parameters';
import { type FetchRequest, readRequest } from './fetch/request';

/** The filters of a request; without one, a batch that gives no file does not exist. */
const FILTERS = ['category', 'recognition_status', 'verification_status', 'start_time', 'end_time'];

/** The files that a request finds; without waiting, unfinished ones are given out like the others. */
async function run(
	this: IExecuteFunctions,
	request: FetchRequest,
	itemIndex: number,
): Promise<Waited> {
	const { query, subject, limit, wait } = request;
	const mayBeEmpty = subject === undefined || FILTERS.some((name) => query[name] !== undefined);
	const load = async () => {
		const files = await fetchFiles.call(this, query, itemIndex, limit);
		if (files.length > 0 || mayBeEmpty) return files;
		const message = `DocFlow knows no ${subject}`;
		const advice =
			'Check the number and the workspace. A batch is found only in the workspace it was uploaded to.';
		throw apiError(this, { message, advice }, itemIndex);
	};
	if (wait === undefined) return { finished: await load(), open: [] };
	return await waitForFiles.call(this, {
		subject: subject ?? 'the files of the workspace',
		load,
		timeout: wait,
		itemIndex,
	});
}

/** What was asked for, so that an error item can be asked again. */
const askedJson = ({ query }: FetchRequest): IDataObject =>
	Object.fromEntries(
		Object.values(BY).flatMap(({ parameter }) =>
			query[parameter] === undefined ? [] : [[parameter, query[parameter]]],
		),
	);

/** Adds what was found, and an error for each file that is not finished. */
function give(
	{ finished, open, error }: Waited,
	request: FetchRequest,
	items: number[],
	results: Results,
): void {
	results.add(
		items,
		finished.flatMap((file) => toItems(file, request.output)),
	);
	if (error === undefined) return;
	const late =
		open.length > 0
			? open.map((one) => ({ ...askedJson(request), ...openJson(one) }))
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
	async execute(itemCount, results) {
		const groups = new Map<string, { request: FetchRequest; items: number[] }>();
		for (let item = 0; item < itemCount; item++) {
			try {
				const request = await readRequest(this, item);
				const key = JSON.stringify(request);
				const group = groups.get(key) ?? { request, items: [] };
				group.items.push(item);
				groups.set(key, group);
			} catch (error) {
				results.fail([item], error);
			}
		}
		for (const { request, items } of groups.values()) {
			let found: Waited;
			try {
				found = await run.call(this, request, items[0]);
			} catch (error) {
				for (const item of items) results.fail([item], error);
				continue;
			}
			give(found, request, items, results);
		}
	},
};
