import { deliver, type Order } from '../../delivery';
import { readChoice, readFlag } from '../../parameters/read';
import type { Operation } from '../operation';
import type { Refused } from './upload/found';
import { type Idle, reportRefused, tellIdle, tellLeftOut } from './upload/leftOut';
import { batchModeField, properties, waitForResultsField } from './upload/parameters';
import { readOrder } from './upload/read';
import { addResults, addTaken, reportFailures } from './upload/report';

/** File → Upload. All files of all input items are checked before the first byte goes out. */
export const upload: Operation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload files',
	description: 'Send files to DocFlow, many in one request, and wait for the results if you like',
	properties,
	async execute(context, itemCount, results) {
		const together = readChoice(context, 0, batchModeField) === 'allItems';
		const wait = readFlag(context, 0, waitForResultsField);
		const orders: Order[] = [];
		const refused: Refused[] = [];
		const idle: Idle[] = [];
		for (let item = 0; item < itemCount; item++) {
			try {
				const { order, found } = await readOrder(context, item);
				orders.push(order);
				refused.push(...found.refused);
				if (found.nothing !== undefined) idle.push({ item, nothing: found.nothing });
			} catch (error) {
				results.fail([item], error);
			}
		}
		reportRefused(context, refused, results);
		tellLeftOut(
			context,
			refused.filter(({ fate }) => fate === 'skip'),
		);
		tellIdle(context, idle, results);
		const withFiles = orders.filter(({ files }) => files.length > 0);
		const sent = await deliver(context, withFiles, together);
		reportFailures(context, sent, results);
		const withTaken = sent.filter(({ taken }) => taken.length > 0);
		if (wait) await addResults(context, withTaken, results);
		else addTaken(withTaken, results);
	},
};
