import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { inTurn, type Once, openOnce } from '../delivery';
import { forEachItem, type Operation, type Results } from './operation';

/** Does work of which each thing is done once in this run of the node; forgets what was done when nothing of it failed. */
export async function workOnce(
	context: IExecuteFunctions,
	results: Results,
	work: (done: Once, results: Results) => Promise<void>,
): Promise<void> {
	await inTurn(context, async () => {
		const done = openOnce(context);
		let hasFailed = false;
		const fail: Results['fail'] = (...failed) => {
			hasFailed = true;
			results.fail(...failed);
		};
		await work(done, { ...results, fail });
		if (!hasFailed) done.end();
	});
}

/**
 * As `forEachItem`, of what changes something: when n8n runs the node again, since another item failed, what an item's `run` gave
 * comes out again, and is not done a second time. It must be plain JSON, without files.
 */
export const forEachItemOnce = <Request>(
	read: (context: IExecuteFunctions, item: number) => Promise<Request>,
	run: (
		context: IExecuteFunctions,
		request: Request,
		item: number,
	) => Promise<{ json: IDataObject } | Array<{ json: IDataObject }>>,
): Operation['execute'] =>
	async function (context, itemCount, results) {
		await workOnce(context, results, async (done, watched) => {
			const each = forEachItem(
				read,
				async (_context, request, item) =>
					await done.do(item, async () => await run(context, request, item)),
			);
			await each(context, itemCount, watched);
		});
	};
