import type { IExecuteFunctions } from 'n8n-workflow';

import { fetchFiles } from '../../../files/list';
import type { DocFlowFile } from '../../../files/types';
import { type Waited, waitForFiles } from '../../../files/wait';
import { API_NAMES } from '../../../parameters/fileIds';
import { sideBySide } from '../../sideBySide';
import { apiError } from '../../../transport/errors';
import { limitTo } from '../../../transport/limit';
import type { Query } from '../../../transport/request';
import { FILTERS } from './parameters';
import type { FetchRequest } from './read';

/** A request, and the input items that make it. */
export interface Ask {
	request: FetchRequest;
	items: number[];
}

/** What came of an ask: what was found, or why nothing was. */
export type Found = { ask: Ask } & ({ waited: Waited } | { error: unknown });

/** Questions to DocFlow at the same time. */
const PARALLEL = 3;

/** When to ask, and when to ask no more. */
interface Turn {
	inTurn: ReturnType<typeof limitTo>;
	stop: AbortSignal;
}

const hasFilters = (query: Query): boolean =>
	Object.keys(FILTERS).some((name) => query[name] !== undefined);

const without = (query: Query, names: readonly string[]): Query =>
	Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)));

/** The files of a request that are finished when waiting ends; without waiting, as they are. */
async function look(
	context: IExecuteFunctions,
	{ query, subject, limit, wait }: FetchRequest,
	itemIndex: number,
	{ inTurn, stop }: Turn,
	mayBeEmpty: boolean,
): Promise<Waited> {
	const fetched = async (asked: Query) =>
		await inTurn(async () => await fetchFiles(context, asked, itemIndex, limit));
	const load = async (asked: Query, isEmptyRight: boolean) => {
		const files = await fetched(asked);
		if (files.length > 0 || isEmptyRight) return files;
		const message = `DocFlow knows no ${subject}`;
		const advice =
			'Check the number and the workspace. A batch is found only in the workspace it was uploaded to.';
		throw apiError(context, { message, advice }, itemIndex);
	};
	const isFiltered = hasFilters(query);
	if (wait === undefined || subject === undefined) {
		const files = await load(query, mayBeEmpty || subject === undefined || isFiltered);
		return { finished: files, unfinished: [] };
	}
	// Category and status are not known before a file is finished, so they are asked for at the end.
	const unfiltered = without(query, Object.keys(FILTERS));
	const waited = await waitForFiles(context, {
		subject,
		load: async () => await load(unfiltered, mayBeEmpty),
		timeout: wait,
		itemIndex,
		stop,
	});
	if (!isFiltered) return waited;
	const wanted = new Set((await fetched(query)).map(({ id }) => id));
	return { ...waited, finished: waited.finished.filter(({ id }) => wanted.has(id)) };
}

/** The batch that an item says its file is of, as Upload does. */
function batchOf(context: IExecuteFunctions, item: number): string | undefined {
	const { batch_number } = context.getInputData()[item].json;
	return typeof batch_number === 'string' && batch_number !== '' ? batch_number : undefined;
}

const IDS = [API_NAMES.fileId, API_NAMES.taskId] as const;

const idOf = ({ query }: FetchRequest): string | undefined =>
	[query.file_id, query.task_id]
		.map((id) => (id === undefined ? undefined : String(id)))
		.find(Boolean);

const hasId = (file: Pick<DocFlowFile, 'id' | 'task_id'>, id: string | undefined): boolean =>
	file.id === id || file.task_id === id;

/** What of a batch's answer concerns one of its files. */
const partOf = ({ finished, unfinished, error }: Waited, id: string | undefined): Waited => {
	const open = unfinished.filter(({ file }) => hasId(file, id));
	return {
		finished: finished.filter((file) => hasId(file, id)),
		unfinished: open,
		...(open.length > 0 && error !== undefined && { error }),
	};
};

/** Asks for single files whose items name the same batch, by one question for that batch. */
async function lookTogether(
	context: IExecuteFunctions,
	asks: Ask[],
	batch: string,
	turn: Turn,
): Promise<Found[]> {
	const [{ request, items }] = asks;
	const query = { ...without(request.query, IDS), batch_number: batch };
	const whole = { ...request, query, subject: `batch ${batch}` };
	const waited = await look(context, whole, items[0], turn, true);
	const known = [...waited.finished, ...waited.unfinished.map(({ file }) => file)];
	const listed = new Set(known.flatMap(({ id, task_id }) => [id, task_id]));
	const isListed = (ask: Ask) => listed.has(idOf(ask.request));
	// The item may have named another batch than that of the file.
	const others = await Promise.all(
		asks.filter((ask) => !isListed(ask)).map(async (ask) => await lookAlone(context, ask, turn)),
	);
	return [
		...asks.filter(isListed).map((ask) => ({ ask, waited: partOf(waited, idOf(ask.request)) })),
		...others,
	];
}

async function lookAlone(context: IExecuteFunctions, ask: Ask, turn: Turn): Promise<Found> {
	return await look(context, ask.request, ask.items[0], turn, false).then(
		(waited) => ({ ask, waited }),
		(error: unknown) => {
			if (!context.continueOnFail()) throw error;
			return { ask, error };
		},
	);
}

/**
 * Asks DocFlow for all of it, side by side, so that one Wait Timeout holds for all. Single files of one batch are asked for
 * together: 300 ids would otherwise be 300 requests.
 */
export async function lookForAll(context: IExecuteFunctions, asks: Ask[]): Promise<Found[]> {
	const inTurn = limitTo(PARALLEL);
	const groups = new Map<string, { batch?: string; asks: Ask[] }>();
	for (const ask of asks) {
		const { query, wait, limit } = ask.request;
		const isOne = idOf(ask.request) !== undefined && limit === undefined;
		const batch = isOne ? batchOf(context, ask.items[0]) : undefined;
		const key = JSON.stringify(
			batch === undefined ? ask.items : [batch, without(query, IDS), wait],
		);
		const group = groups.get(key) ?? { batch, asks: [] };
		group.asks.push(ask);
		groups.set(key, group);
	}
	const all = [...groups.values()];
	const found = await sideBySide(
		context,
		all.map(({ batch, asks: together }) => async (stop) => {
			const turn = { inTurn, stop };
			return batch === undefined || together.length === 1
				? [await lookAlone(context, together[0], turn)]
				: await lookTogether(context, together, batch, turn);
		}),
	);
	return found.flatMap((end, at) =>
		'gave' in end ? end.gave : all[at].asks.map((ask) => ({ ask, error: end.error })),
	);
}
