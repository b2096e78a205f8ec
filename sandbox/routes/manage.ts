import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../context';
import { CODE, failure, success } from '../envelope';
import { isEnd, restart, statusOf, updatedAt } from '../service/store';

type Body = Record<string, unknown>;

const bodyOf = (body: unknown): Body =>
	typeof body === 'object' && body !== null ? (body as Body) : {};

const isList = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Adds `file/retry` and `file/delete`. Their workspace stands in the body. */
export function addManage(
	app: FastifyInstance,
	{ workspaces, files, now, stepMs, call }: Context,
): void {
	const isKnown = (id: unknown) => workspaces.some(({ workspace_id }) => workspace_id === id);
	const read = (request: Parameters<typeof call>[0]): Body =>
		(call(request).seen.json = bodyOf(request.body)) as Body;

	app.post(`${PREFIX}/file/retry`, (request) => {
		const { workspace_id, task_id, parser_params } = read(request);
		if (!isKnown(workspace_id)) return failure(CODE.noWorkspace, 'workspace does not exist');
		const file = files.find(
			({ taskId, workspace }) => taskId === task_id && workspace === workspace_id,
		);
		if (file === undefined)
			return failure(CODE.invalid, 'there is no ordinary or parent task of this task_id');
		if (!isEnd(statusOf(file, now(), stepMs)))
			return failure(CODE.invalid, 'the task is not finished');
		for (const [name, value] of Object.entries(bodyOf(parser_params)))
			file.query[`parser_${name}`] = String(value);
		restart(file, now());
		return { code: 200, msg: 'success' };
	});

	app.post(`${PREFIX}/file/delete`, (request) => {
		const { workspace_id, batch_number, task_id, file_id, start_time, end_time } = read(request);
		if (!isKnown(workspace_id)) return failure(CODE.noWorkspace, 'workspace does not exist');
		const byTime = typeof start_time === 'number' || typeof end_time === 'number';
		const time = now();
		// One condition that fits is enough; the two times are one condition.
		const doomed = files.filter((file) => {
			const seconds = updatedAt(file, time, stepMs) / 1000;
			return (
				file.workspace === workspace_id &&
				((isList(batch_number) && batch_number.includes(file.batch)) ||
					(isList(task_id) && task_id.includes(file.taskId)) ||
					(isList(file_id) && file_id.includes(file.id)) ||
					(byTime && Number(start_time ?? 0) <= seconds && seconds <= Number(end_time ?? Infinity)))
			);
		});
		for (const file of doomed) files.splice(files.indexOf(file), 1);
		return success({ deleted_count: doomed.length });
	});
}
