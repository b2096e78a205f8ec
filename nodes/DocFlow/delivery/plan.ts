import { groupBy, keyOf } from './match';
import type { BatchPlace, InputFile, Job, Order, PlannedBatch, RequestSettings } from './types';
import { MAX_URLS } from './uploadCall';

/** Files packed in order into as few requests as the limits of number and size allow. */
export function pack(files: InputFile[], { maxFiles, maxBytes }: RequestSettings): InputFile[][] {
	const requests: InputFile[][] = [];
	let bytes = 0;
	for (const file of files) {
		const size = file.content?.bytes ?? 0;
		const current = requests.at(-1);
		const most = file.content === undefined ? MAX_URLS : maxFiles;
		if (current === undefined || current.length >= most || bytes + size > maxBytes) {
			requests.push([file]);
			bytes = size;
		} else {
			current.push(file);
			bytes += size;
		}
	}
	return requests;
}

/** An input item and a field or address in it, as a text. */
const placeIn = ({ item, origin }: InputFile): string => JSON.stringify([item, origin]);

/**
 * Files in the order in which they go up: that of the input, but those of one name always in the same order, also when a
 * Retry comes with another list of fields. After a kill they are told apart by which came first.
 */
export function inSendingOrder(members: PlannedBatch['members']): PlannedBatch['members'] {
	const byName = groupBy(members, ({ file }) => keyOf(file));
	for (const group of byName.values())
		group.sort((a, b) => a.file.item - b.file.item || (placeIn(a.file) < placeIn(b.file) ? -1 : 1));
	return members.map((member) => byName.get(keyOf(member.file))?.shift() ?? member);
}

/** The requests for some files of a batch: those with the same settings go together, files and addresses apart. */
export function jobsOf(members: PlannedBatch['members'], attempt: number): Job[] {
	const bySettings = new Map<string, { settings: RequestSettings; files: InputFile[] }>();
	for (const { file, settings } of members) {
		const key = JSON.stringify([settings, file.content === undefined]);
		const group = bySettings.get(key) ?? { settings, files: [] };
		group.files.push(file);
		bySettings.set(key, group);
	}
	return [...bySettings.values()].flatMap(({ settings, files }) =>
		pack(files, settings).map((part) => ({ settings, files: part, attempt })),
	);
}

/** Orders that ask for the same batch: by its number, all together, or each input item alone. */
function groupOrders(orders: Order[], together: boolean): Order[][] {
	const groups = new Map<string, Order[]>();
	for (const order of orders) {
		const { item, batchNumber, settings } = order;
		const own = together ? 'all' : item;
		const which = batchNumber === undefined ? ['own', own] : ['given', batchNumber];
		const key = JSON.stringify([settings.query.workspace_id, ...which]);
		groups.set(key, [...(groups.get(key) ?? []), order]);
	}
	return [...groups.values()];
}

/** Where the files of a group go that were in no earlier try. */
function homeOf(
	group: Order[],
	files: InputFile[],
	placeOf: (file: InputFile) => BatchPlace | undefined,
	ownNumber: (group: Order[]) => string,
): BatchPlace {
	const [{ batchNumber, settings }] = group;
	const workspace = String(settings.query.workspace_id);
	if (batchNumber !== undefined) return { batchNumber, workspace, isGiven: true };
	const kept = files.map(placeOf).find((place) => place !== undefined);
	return kept ?? { batchNumber: ownNumber(group), workspace, isGiven: false };
}

/**
 * Orders as batches. Orders of one batch number (or, for `together`, all without one) share a batch. A file that an
 * earlier try placed stays there, whatever batch is asked for now: its number may come from a clock.
 */
export function plan(
	orders: Order[],
	together: boolean,
	placeOf: (file: InputFile) => BatchPlace | undefined,
	ownNumber: (group: Order[]) => string,
): PlannedBatch[] {
	const batches = new Map<string, PlannedBatch>();
	for (const group of groupOrders(orders, together)) {
		const files = group.flatMap((order) => order.files);
		const home = homeOf(group, files, placeOf, ownNumber);
		for (const { settings, files: own } of group)
			for (const file of own) {
				const { batchNumber, workspace, isGiven } = placeOf(file) ?? home;
				const key = JSON.stringify([workspace, batchNumber]);
				const batch = batches.get(key) ?? { batchNumber, workspace, isGiven, members: [] };
				batch.isGiven ||= isGiven;
				batch.members.push({ file, settings });
				batches.set(key, batch);
			}
	}
	return [...batches.values()];
}
