import { workOnce } from '../once';
import { type Operation, readRequests } from '../operation';
import { addResults } from './result/get';
import { properties } from './submit/parameters';
import { readSubmission } from './submit/read';
import { namingSubmitted, submit, type Submitted } from './submit/send';

/** Review → Submit. Items that ask for the same review share one; all are submitted before the first is waited for. */
export const submitReview: Operation = {
	value: 'submit',
	name: 'Submit',
	action: 'Submit files for review',
	description:
		'Have DocFlow check files by the rules of a review repository, and give their results where it is told to wait. Each review may be billed.',
	properties,
	async execute(context, itemCount, given) {
		await workOnce(context, given, async (done, results) => {
			const asks = await readRequests(context, itemCount, results, readSubmission);
			const submitted: Submitted[] = [];
			const fail: typeof results.fail = (items, error, rows) =>
				results.fail(items, namingSubmitted(context, error, submitted, items[0]), rows);
			for (const { request: submission, items } of asks) {
				try {
					const made = await done.do(
						items[0],
						async () => await submit(context, submission, items[0]),
					);
					submitted.push({ submission, items, ...made });
				} catch (error) {
					for (const item of items) fail([item], error);
				}
			}
			const awaited: Parameters<typeof addResults>[1] = [];
			for (const { submission, items, taskId, model } of submitted) {
				const { workspace_id, ...body } = submission.body;
				const request = { workspace_id, task_id: taskId, ...submission.results };
				if (request.wait === undefined)
					results.add(items, [{ review_task_id: taskId, ...body, model }]);
				else awaited.push({ request, items });
			}
			await addResults(context, awaited, { ...results, fail });
		});
	},
};
