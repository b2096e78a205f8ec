import type { IExecuteFunctions } from 'n8n-workflow';

import { toItems } from '../../output';
import { apiError } from '../../transport/errors';
import { fetchFiles } from '../../transport/fetchFiles';
import { waitForFiles } from '../../transport/wait';
import type { Operation } from '../operation';
import { properties } from './fetch/parameters';
import { type FetchRequest, readRequest } from './fetch/request';

async function run(this: IExecuteFunctions, request: FetchRequest, itemIndex: number) {
	const load = async () =>
		await fetchFiles.call(this, request.query, itemIndex, request.limit ?? Infinity);
	const unfiltered = Object.keys(request.query).every(
		(name) => !/category|status|_time/.test(name) || request.query[name] === undefined,
	);
	const first = await load();
	if (first.length === 0 && request.subject !== undefined && unfiltered)
		throw apiError(
			this,
			{
				message: `DocFlow knows no ${request.subject}`,
				advice: 'Check the number and the workspace. A batch is found only in the workspace it was uploaded to.',
			},
			itemIndex,
		);
	if (request.wait === undefined) return first;
	return await waitForFiles.call(this, {
		subject: request.subject ?? 'the files of the workspace',
		first,
		load,
		timeout: request.wait,
		itemIndex,
	});
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
				results.fail(item, error);
			}
		}
		for (const { request, items } of groups.values()) {
			try {
				const files = await run.call(this, request, items[0]);
				for (const file of files)
					for (const json of toItems(file, request.output)) results.add(items, json);
			} catch (error) {
				for (const item of items) results.fail(item, error);
			}
		}
	},
};
