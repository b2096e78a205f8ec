import { createHash } from 'crypto';

import { MAX_URLS } from '../../../transport/upload';
import type { Query } from '../../../transport/request';
import type { TakenFile } from '../../../types';
import { keyOf, nameKey } from './reconcile';
import type { Source } from './sources';

/** Settings of an upload request; files go together only when theirs are the same. */
export interface Settings {
	query: Query;
	maxFiles: number;
	maxBytes: number;
	/** Milliseconds. */
	timeout: number;
}

/** What one input item wants uploaded. `batchNumber` is undefined where the node is to make one. */
export interface Order {
	item: number;
	batchNumber?: string;
	settings: Settings;
	sources: Source[];
}

export interface PlannedRequest {
	settings: Settings;
	sources: Source[];
}

export interface PlannedBatch {
	/** The same for the same input, whatever the options. */
	key: string;
	batchNumber: string;
	/** Whether the user gave the number, so that the batch may hold files already. */
	given: boolean;
	/** Input items with files in it, in order. */
	items: number[];
	requests: PlannedRequest[];
}

/** Files packed in order into as few requests as the limits of number and size allow. */
export function pack(sources: Source[], { maxFiles, maxBytes }: Settings): Source[][] {
	const requests: Source[][] = [];
	let bytes = 0;
	for (const source of sources) {
		const size = source.file?.bytes ?? 0;
		const current = requests.at(-1);
		const most = source.file === undefined ? MAX_URLS : maxFiles;
		if (current === undefined || current.length >= most || bytes + size > maxBytes) {
			requests.push([source]);
			bytes = size;
		} else {
			current.push(source);
			bytes += size;
		}
	}
	return requests;
}

/** What two batches differ by. Not by their options: a retry with another category is no reason to pay for a file twice. */
function batchKeyOf(members: Order[]): string {
	const parts = members.map(({ item, batchNumber, settings: { query }, sources }) => [
		item,
		batchNumber,
		query.workspace_id,
		sources.map(({ origin, name, file }) => [origin, name, file?.bytes, file?.id]),
	]);
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Orders as batches of requests. Orders of one batch number (or, for `together`, all without one)
 * share a batch; within it those with the same settings share requests.
 */
export function plan(
	orders: Order[],
	together: boolean,
	ownNumber: (key: string, sources: Source[]) => string,
): PlannedBatch[] {
	const batches = new Map<string, Order[]>();
	for (const order of orders) {
		const workspace = String(order.settings.query.workspace_id);
		const own = order.batchNumber ?? (together ? '' : `/${order.item}`);
		const key = `${workspace}/${order.batchNumber === undefined}/${own}`;
		batches.set(key, [...(batches.get(key) ?? []), order]);
	}
	return [...batches.values()].map((members) => {
		const bySettings = new Map<string, PlannedRequest>();
		for (const { settings, sources } of members) {
			const key = JSON.stringify(settings);
			const known = bySettings.get(key) ?? { settings, sources: [] };
			bySettings.set(key, { settings, sources: [...known.sources, ...sources] });
		}
		const key = batchKeyOf(members);
		return {
			key,
			batchNumber:
				members[0].batchNumber ??
				ownNumber(
					key,
					members.flatMap(({ sources }) => sources),
				),
			given: members[0].batchNumber !== undefined,
			items: members.map(({ item }) => item),
			requests: [...bySettings.values()].flatMap(({ settings, sources }) =>
				pack(sources, settings).map((part) => ({ settings, sources: part })),
			),
		};
	});
}

/**
 * Which source each taken file is: by name and order, the rest by place when none is missing.
 * `notTaken` are the sources the answer does not list.
 */
export function matchTaken(
	sources: Source[],
	taken: TakenFile[],
): { pairs: Array<[Source, TakenFile]>; notTaken: Source[] } {
	const open = [...sources];
	const unnamed: TakenFile[] = [];
	const pairs: Array<[Source, TakenFile]> = [];
	for (const file of taken) {
		const at = open.findIndex((source) => keyOf(source) === nameKey(file.name));
		if (at === -1) unnamed.push(file);
		else pairs.push([open.splice(at, 1)[0], file]);
	}
	if (unnamed.length === open.length)
		pairs.push(...open.splice(0).map((source, at): [Source, TakenFile] => [source, unnamed[at]]));
	const order = new Map(sources.map((source, at) => [source, at]));
	pairs.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
	return { pairs, notTaken: open };
}
