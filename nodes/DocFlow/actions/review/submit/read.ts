import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { waitTimeoutProperty } from '../../../parameters/fields';
import { readId, readIds, readWorkspace } from '../../../parameters/ids';
import { readChoice, readFlag, readNumber, readText } from '../../../parameters/read';
import type { ReviewRequest } from '../result/get';
import { detailUrlField, readReviewOptions } from '../result/parameters';
import {
	batchNumber,
	modelField,
	nameField,
	repositoryField,
	reviewByField,
	taskId,
	waitForResultsField,
} from './parameters';

/** The most characters of a review's name (DocFlow API, "Submit Review Task"). */
const MAX_NAME = 100;

/** What an input item asks for. */
export interface Submission {
	body: IDataObject & { workspace_id: string };
	results: Pick<ReviewRequest, 'options' | 'wait' | 'with_task_detail_url'>;
}

/** The name that tells a review in DocFlow's web pages from others. */
const nameFor = (of: string[]): string =>
	of.length === 1 ? `Review of ${of[0]}` : `Review of ${of[0]} and ${of.length - 1} more`;

/** The panel of an item. @throws NodeOperationError as the readers do. */
export async function readSubmission(
	context: IExecuteFunctions,
	item: number,
): Promise<Submission> {
	const by = readChoice(context, item, reviewByField);
	const ids =
		by === 'taskId' ? readIds(context, item, taskId) : [readId(context, item, batchNumber)];
	const name = readText(context, item, nameField, 'options') || nameFor(ids);
	const model = readText(context, item, { ...modelField, default: '' }, 'options');
	const waits = readFlag(context, item, waitForResultsField);
	return {
		body: {
			workspace_id: await readWorkspace(context, item),
			name: name.slice(0, MAX_NAME),
			repo_id: readId(context, item, repositoryField),
			...(by === 'taskId' ? { extract_task_ids: ids } : { batch_number: ids[0] }),
			...(model !== '' && { model }),
		},
		results: {
			options: readReviewOptions(context, item),
			with_task_detail_url: readFlag(context, item, detailUrlField, 'options'),
			wait: waits ? readNumber(context, item, waitTimeoutProperty, 'options') : undefined,
		},
	};
}
