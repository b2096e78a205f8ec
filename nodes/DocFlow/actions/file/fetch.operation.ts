import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type DocFlowFile, failedDocuments, isFinished } from '../../files/types';
import { unfinishedJson, type Waited } from '../../files/wait';
import { toItems } from '../../output';
import { API_NAMES } from '../../parameters/fileIds';
import { hint } from '../hint';
import { type Operation, readRequests, type Results } from '../operation';
import { type Ask, lookForAll } from './fetch/look';
import { properties, waitUntilFinishedField } from './fetch/parameters';
import { type FetchRequest, readRequest } from './fetch/read';

/** What was asked for, so that an error item can be asked again. */
const askedJson = ({ query }: FetchRequest): IDataObject =>
	Object.fromEntries(
		Object.values(API_NAMES).flatMap((name) =>
			query[name] === undefined ? [] : [[name, query[name]]],
		),
	);

/**
 * Gives the items of an ask that a file is from: those that carry its id, as Upload gives it; all of them where none does. So
 * the rows of a batch still lead to the mail that each file came with.
 */
function itemsByFile(
	context: IExecuteFunctions,
	{ items }: Ask,
): (file: Pick<DocFlowFile, 'id' | 'task_id'>) => number[] {
	const input = context.getInputData();
	const known = new Map<unknown, number[]>();
	for (const item of items) {
		const { file_id, task_id } = input[item].json;
		const id = file_id ?? task_id;
		if (typeof id === 'string') known.set(id, [...(known.get(id) ?? []), item]);
	}
	return ({ id, task_id }) =>
		known.get(id) ?? (task_id === undefined ? undefined : known.get(task_id)) ?? items;
}

/** Adds what was found, and an error for each file that is not finished. */
function addFound(
	context: IExecuteFunctions,
	ask: Ask,
	{ finished, unfinished, error }: Waited,
	results: Results,
): void {
	const { request, items } = ask;
	const itemsOf = itemsByFile(context, ask);
	for (const file of finished) results.add(itemsOf(file), toItems(file, request.output));
	if (error === undefined) return;
	const asked = askedJson(request);
	if (unfinished.length === 0) results.fail(items, error, [asked]);
	for (const one of unfinished)
		results.fail(itemsOf(one.file), error, [{ ...asked, ...unfinishedJson(one) }]);
}

/** Tells in the editor what of the files is no result. */
function hintUnready(context: IExecuteFunctions, files: DocFlowFile[]): void {
	const open = files.filter((file) => !isFinished(file));
	if (open.length > 0)
		hint(
			context,
			`${open.length} of ${files.length} files are not finished yet: switch on ${waitUntilFinishedField.displayName}, or fetch them later.`,
		);
	const failed = files.flatMap(failedDocuments);
	if (failed.length > 0)
		hint(
			context,
			`DocFlow could not read ${failed.length} of the documents:`,
			failed.map(({ name, id, failure_causes }) =>
				failure_causes ? `${name || id} (${failure_causes})` : name || id,
			),
		);
}

/** File → Fetch. Input items that ask for the same thing are answered by one request and one set of items. */
export const fetch: Operation = {
	value: 'fetch',
	name: 'Fetch',
	action: 'Fetch results',
	description: 'Get the results of uploaded files, as rows, flat items or raw records',
	properties,
	async execute(context, itemCount, results) {
		const asks = await readRequests(context, itemCount, results, readRequest);
		const found = await lookForAll(context, asks);
		hintUnready(
			context,
			found.flatMap((one) => ('waited' in one ? one.waited.finished : [])),
		);
		for (const one of found) {
			if ('waited' in one) addFound(context, one.ask, one.waited, results);
			else
				for (const item of one.ask.items)
					results.fail([item], one.error, [askedJson(one.ask.request)]);
		}
	},
};
