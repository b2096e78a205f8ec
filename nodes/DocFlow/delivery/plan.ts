import { createHash } from 'crypto';

import { type InputFile, Order, PlannedBatch, PlannedRequest, RequestSettings } from './types';
import { MAX_URLS } from './uploadCall';

/** Files packed in order into as few requests as the limits of number and size allow. */
export function pack(sources: InputFile[], { maxFiles, maxBytes }: RequestSettings): InputFile[][] {
	const requests: InputFile[][] = [];
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
	ownNumber: (key: string, sources: InputFile[]) => string,
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
