import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'timers/promises';

import { refusesSignature } from '../auth';
import { type Context, PREFIX } from '../context';
import { CODE, type Envelope, failure, success } from '../envelope';
import { invalid, type Rules, SYNC_RULES, UPLOAD_RULES } from '../parameters';
import { type Extracted, extract, NOTHING } from '../service/extract';
import { snowflake } from '../service/ids';
import { record, wishesOf } from '../service/record';
import { newFile, STEPS, type Stored } from '../service/store';
import { type Received, receiveFiles, receiveUrls } from './receive';

async function contentOf({ kept, broken }: Received, format: string): Promise<Extracted> {
	if (broken !== undefined) return { ...NOTHING, text: `sandbox: fail ${broken}` };
	if (kept.length === 0) return NOTHING;
	return await extract(kept, format).catch(() => ({
		...NOTHING,
		text: 'sandbox: fail unreadable',
	}));
}

/** Adds `file/upload` and `file/upload/sync`. */
export function addUpload(app: FastifyInstance, context: Context): void {
	const { credential, files, now, stepMs } = context;

	const take = async (
		request: FastifyRequest,
		reply: FastifyReply,
		rules: Rules,
	): Promise<{ batch: string; stored: Stored[] } | Envelope> => {
		const call = context.call(request);
		const { seen } = call;
		const isForm = request.isMultipart();
		if (!isForm) seen.json = request.body;
		// The body is read whatever else is wrong, so that the client can read the answer.
		const received = isForm
			? await receiveFiles(request, call)
			: await receiveUrls(request.body, call);
		const refused = call.body && refusesSignature(seen, credential, call.body);
		if (refused !== undefined) {
			void reply.code(context.authStatus);
			return failure(CODE.unauthorized, refused);
		}
		const wrong =
			invalid(seen.query, rules) ?? (typeof received === 'string' ? received : undefined);
		if (wrong !== undefined || typeof received === 'string')
			return failure(CODE.invalid, String(wrong));
		const batch = seen.query.batch_number || snowflake(now());
		const stored: Stored[] = [];
		for (const one of received) {
			const { name, bytes, sha256 } = one;
			const format = /\.([^.]+)$/.exec(name)?.[1].toLowerCase() ?? '';
			const content = await contentOf(one, format);
			stored.push(
				newFile({
					batch,
					workspace: seen.query.workspace_id,
					name,
					format,
					sha256,
					bytes,
					created: now(),
					query: { ...seen.query },
					content,
				}),
			);
		}
		const { kind, late = 0 } = call.fault ?? {};
		if (kind === 'drop-part') stored.splice(Math.ceil(stored.length / 2));
		if (late > 0) for (const file of stored) file.listed = now() + late;
		if (kind !== 'drop-during' && kind !== 'drop-read') files.push(...stored);
		return { batch, stored };
	};

	app.post(`${PREFIX}/file/upload`, async (request, reply) => {
		const taken = await take(request, reply, UPLOAD_RULES);
		if ('code' in taken) return taken;
		const list = taken.stored.map(({ id, taskId, name, format }) => ({
			id,
			task_id: taskId,
			name,
			format,
		}));
		return success({ batch_number: taken.batch, files: list });
	});

	app.post(`${PREFIX}/file/upload/sync`, async (request, reply) => {
		const taken = await take(request, reply, SYNC_RULES);
		if ('code' in taken) return taken;
		const { stored } = taken;
		await wait(STEPS * stepMs);
		// Done now by the clock of the stand-in too, which need not be that of the machine.
		for (const file of stored) file.started = now() - STEPS * stepMs;
		const wishes = wishesOf(context.call(request).seen.query, `http://${request.host}`);
		return success({
			total: stored.length,
			page: 1,
			page_size: 1000,
			files: stored.map((file) =>
				record(file, now(), stepMs, { ...wishes, document: false, imageUrl: false }),
			),
		});
	});
}
