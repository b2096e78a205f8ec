import type { IExecuteFunctions } from 'n8n-workflow';

import type { OutputOptions } from '../../../output';
import { fieldError, readIfSet } from '../../../parameters/field';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { API_NAMES } from '../../../parameters/fileIds';
import { readId, readWorkspace } from '../../../parameters/ids';
import { readLimit } from '../../../parameters/limit';
import { outputProperty, readOutput } from '../../../parameters/output';
import { readChoice, readFlag, readNumber, readText } from '../../../parameters/read';
import { readDate } from '../../../parameters/time';
import type { Query } from '../../../transport/request';
import { EXTRAS, fetchByField, FILTERS, ids, waitUntilFinishedField } from './parameters';

const SUBJECTS = { batchNumber: 'batch', fileId: 'file', taskId: 'task' } as const;

/** What one input item asks for. */
export interface FetchRequest {
	query: Query;
	/** Such as `batch 2026…`; undefined for the whole workspace. */
	subject?: string;
	limit?: number;
	wait?: number;
	output: OutputOptions;
}

/** The filters of an item, by the API's names. @throws NodeOperationError for a wrong one. */
function readFilters(context: IExecuteFunctions, item: number): Query {
	const { category, recognition_status, verification_status, start_time, end_time } = FILTERS;
	const after = readDate(context, item, start_time, 'filters');
	const before = readDate(context, item, end_time, 'filters');
	if (after && before && after > before)
		throw fieldError(
			context,
			item,
			start_time,
			`is later than ${end_time.displayName}`,
			'Swap the two times.',
		);
	const status = (field: typeof recognition_status) =>
		readIfSet(readChoice<number>, context, item, field, 'filters');
	return {
		category: readText(context, item, category, 'filters') || undefined,
		recognition_status: status(recognition_status),
		verification_status: status(verification_status),
		start_time: after,
		end_time: before,
	};
}

/**
 * The parameters of one item; nothing is sent here.
 * @throws NodeOperationError for an empty or inexact id, a wrong date, number or choice.
 */
export async function readRequest(context: IExecuteFunctions, item: number): Promise<FetchRequest> {
	const fetchBy = readChoice(context, item, fetchByField);
	const query: Query = { workspace_id: await readWorkspace(context, item) };
	let subject: string | undefined;
	if (fetchBy !== 'workspace') {
		const id = readId(context, item, ids[fetchBy]);
		query[API_NAMES[fetchBy]] = id;
		subject = `${SUBJECTS[fetchBy]} ${id}`;
	}
	Object.assign(query, readFilters(context, item));
	for (const [name, field] of Object.entries(EXTRAS))
		if (readFlag(context, item, field, 'options')) query[name] = true;
	const timeout = readNumber(context, item, waitTimeoutProperty, 'options');
	return {
		query,
		subject,
		limit: readLimit(context, item),
		wait: readFlag(context, item, waitUntilFinishedField) ? timeout : undefined,
		output: readOutput(context, item, outputProperty),
	};
}
