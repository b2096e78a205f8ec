import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../context';
import { CODE, failure, success } from '../envelope';
import { FETCH_RULES, invalid, withPlainBooleans } from '../parameters';
import { inOrder } from '../service/order';
import { record, wishesOf } from '../service/record';
import { categoryOf, statusOf, type Stored, updatedAt } from '../service/store';

type Check = (file: Stored) => boolean;

/** What a file must fit by a query; an empty filter is none. Worked out before the files are gone through: they may be many. */
function checksOf(query: Record<string, string>, time: number, stepMs: number): Check[] {
	const own: Record<string, (file: Stored) => string> = {
		workspace_id: ({ workspace }) => workspace,
		batch_number: ({ batch }) => batch,
		file_id: ({ id }) => id,
		task_id: ({ taskId }) => taskId,
		category: (file) => categoryOf(file, statusOf(file, time, stepMs)),
		recognition_status: (file) => String(statusOf(file, time, stepMs)),
		verification_status: ({ verification }) => String(verification),
	};
	const checks = Object.entries(own).flatMap(([name, valueOf]): Check[] => {
		const value = query[name];
		return value ? [(file) => valueOf(file) === value] : [];
	});
	const { start_time, end_time } = query;
	const [start, end] = [Date.parse(start_time), Date.parse(end_time)];
	if (start_time !== undefined) checks.unshift((file) => updatedAt(file, time, stepMs) >= start);
	if (end_time !== undefined) checks.unshift((file) => updatedAt(file, time, stepMs) <= end);
	return checks;
}

/** Adds `file/fetch`. */
export function addFetch(app: FastifyInstance, context: Context): void {
	const { files, now, stepMs, order, maxPage } = context;
	app.get(`${PREFIX}/file/fetch`, (request) => {
		const { query } = context.call(request).seen;
		const wrong = invalid(query, FETCH_RULES);
		if (wrong !== undefined) return failure(CODE.invalid, wrong);
		const time = now();
		const page = Number(query.page ?? 1);
		const size = Math.min(maxPage, Number(query.page_size ?? maxPage));
		const checks = checksOf(query, time, stepMs);
		const fitting = files.filter(
			(file) => (file.listed ?? 0) <= time && checks.every((check) => check(file)),
		);
		const found = inOrder(fitting, order, (file) => updatedAt(file, time, stepMs));
		const wishes = wishesOf(withPlainBooleans(query), `http://${request.host}`);
		const shown = found
			.slice((page - 1) * size, page * size)
			.map((file) => record(file, time, stepMs, wishes));
		return success({ total: found.length, page, page_size: size, files: shown });
	});
}
