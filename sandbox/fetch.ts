import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from './context';
import { CODE, failure, success } from './envelope';
import { FETCH_RULES, invalid } from './parameters';
import { record, wishesOf } from './record';
import { categoryOf, statusOf, type Stored, updatedAt } from './store';

/** The most files of one page. */
const MAX_PAGE = 1000;

/** Whether a file fits every filter of a query; an empty filter is none. */
function fits(file: Stored, query: Record<string, string>, time: number, stepMs: number): boolean {
	const status = statusOf(file, time, stepMs);
	const updated = updatedAt(file, time, stepMs);
	const own: Record<string, string> = {
		workspace_id: file.workspace,
		batch_number: file.batch,
		file_id: file.id,
		task_id: file.taskId,
		category: categoryOf(file, status),
		recognition_status: String(status),
		verification_status: String(file.verification),
	};
	return (
		Object.entries(own).every(([name, value]) => (query[name] || value) === value) &&
		(query.start_time === undefined || Date.parse(query.start_time) <= updated) &&
		(query.end_time === undefined || Date.parse(query.end_time) >= updated)
	);
}

/** Adds `file/fetch`. */
export function addFetch(app: FastifyInstance, context: Context): void {
	const { files, now, stepMs, order } = context;
	app.get(`${PREFIX}/file/fetch`, (request) => {
		const { query } = context.call(request).seen;
		const wrong = invalid(query, FETCH_RULES);
		if (wrong !== undefined) return failure(CODE.invalid, wrong);
		const time = now();
		const page = Number(query.page ?? 1);
		const size = Math.min(MAX_PAGE, Number(query.page_size ?? MAX_PAGE));
		const found = files.filter((file) => fits(file, query, time, stepMs));
		if (order === 'updated') found.sort((a, b) => updatedAt(b, time, stepMs) - updatedAt(a, time, stepMs));
		const wishes = wishesOf(query, `http://${request.host}`);
		const shown = found.slice((page - 1) * size, page * size).map((file) => record(file, time, stepMs, wishes));
		return success({ total: found.length, page, page_size: size, files: shown });
	});
}
