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

/** Gives the items of an ask that carry the id of a file, as Upload gives it. */
function carriersOf(
	context: IExecuteFunctions,
	{ items }: Ask,
): (file: Pick<DocFlowFile, 'id' | 'task_id'>) => number[] | undefined {
	const input = context.getInputData();
	const known = new Map<unknown, number[]>();
	for (const item of items) {
		const { file_id, task_id } = input[item].json;
		const id = file_id ?? task_id;
		if (typeof id === 'string') known.set(id, [...(known.get(id) ?? []), item]);
	}
	return ({ id, task_id }) =>
		known.get(id) ?? (task_id === undefined ? undefined : known.get(task_id));
}

/** Tells which files of a batch came with none of the items that others of it came with. */
function hintStrangers(
	context: IExecuteFunctions,
	{ items }: Ask,
	strangers: DocFlowFile[],
	count: number,
): void {
	if (items.length > 1 && strangers.length > 0 && strangers.length < count)
		hint(
			context,
			`${strangers.length} of ${count} files came with none of the input items, so n8n cannot say which item of an earlier node they belong to. Fetch By File ID gives only the files of the items. They are:`,
			strangers.map(({ name, id }) => name || id),
		);
}

/**
 * Adds what was found, and an error for each file that is not finished. A file is paired with the items that carry its id, so
 * that its rows lead to the mail it came with. One that none of them carries belongs to all who asked: to give it to one would
 * book it under a sender who never sent it.
 */
function addFound(
	context: IExecuteFunctions,
	ask: Ask,
	{ finished, unfinished, error }: Waited,
	results: Results,
): void {
	const { request, items } = ask;
	const carriers = carriersOf(context, ask);
	const itemsOf = (file: DocFlowFile) => carriers(file) ?? items;
	const strangers = finished.filter((file) => carriers(file) === undefined);
	hintStrangers(context, ask, strangers, finished.length);
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
