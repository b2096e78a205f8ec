import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { OutputOptions } from '../../../output';
import {
	checkText,
	readId,
	readNumber,
	readOutput,
	readWaitTimeout,
	readWorkspace,
} from '../../../parameters/read';
import { readTime } from '../../../parameters/time';
import { inputError } from '../../../transport/errors';
import type { Query } from '../../../transport/request';
import { BY } from './parameters';

/** What one input item asks for. */
export interface FetchRequest {
	query: Query;
	/** Such as `batch 2026…`; undefined for the whole workspace. */
	subject?: string;
	limit?: number;
	wait?: number;
	output: OutputOptions;
}

/**
 * The parameters of one item; nothing is sent here.
 * @throws NodeOperationError for an empty or inexact id, a wrong date or number.
 */
export async function readRequest(context: IExecuteFunctions, item: number): Promise<FetchRequest> {
	const fetchBy = context.getNodeParameter('fetchBy', item) as keyof typeof BY | 'workspace';
	const filters = context.getNodeParameter('filters', item, {}) as IDataObject;
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	const query: Query = { workspace_id: await readWorkspace(context, item, options) };
	let subject: string | undefined;
	if (fetchBy !== 'workspace') {
		const { label, parameter } = BY[fetchBy];
		const id = readId(context, item, label, context.getNodeParameter(fetchBy, item));
		query[parameter] = id;
		subject = `${BY[fetchBy].subject} ${id}`;
	}
	query.category = (filters.category as string | undefined)?.trim();
	checkText(context, item, 'Category', query.category);
	query.recognition_status = filters.recognitionStatus as number | undefined;
	query.verification_status = filters.verificationStatus as number | undefined;
	query.start_time = readTime(context, item, 'Updated After', filters.startTime);
	query.end_time = readTime(context, item, 'Updated Before', filters.endTime);
	if (query.start_time && query.end_time && query.start_time > query.end_time)
		throw inputError(
			context,
			item,
			'Updated After is later than Updated Before',
			'Swap the two times.',
		);
	if (options.withDocument === true) query.with_document = true;
	if (options.withTaskDetailUrl === true) query.with_task_detail_url = true;
	if (options.withImageUrl === true) query.with_image_url = true;
	return {
		query,
		subject,
		limit: context.getNodeParameter('returnAll', item)
			? undefined
			: readNumber(context, item, 'Limit', context.getNodeParameter('limit', item)),
		wait: options.waitUntilFinished === true ? readWaitTimeout(context, item, options) : undefined,
		output: readOutput(context, item, options),
	};
}
