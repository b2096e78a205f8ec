import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'timers/promises';

import { refusesSignature } from '../auth';
import { type Context, PREFIX } from '../context';
import { CODE, type Envelope, failure, success } from '../envelope';
import { invalid, type Rules, SYNC_RULES, UPLOAD_RULES, withPlainBooleans } from '../parameters';
import { hasCategory } from '../service/catalog';
import { classify } from '../service/classify';
import { type Extracted, extract, NOTHING } from '../service/extract';
import { snowflake } from '../service/ids';
import { record, wishesOf } from '../service/record';
import { newFile, STEPS, type Stored } from '../service/store';
import { type Received, receiveFiles, receiveUrls } from './receive';

/** Content that ends as a failure, with the stand-in's reason: nobody is to take it for the service's. */
const unread = (reason: string): Extracted => ({
	...NOTHING,
	text: `sandbox: fail ${reason} (this is a stand-in for DocFlow, not the real service)`,
});

/** What the stand-in makes of a file: what it reads in it, or why it fails. */
async function contentOf(
	{ kept, bytes, broken, sha256 }: Received,
	format: string,
	{ workspace_id, category }: Record<string, string>,
	{ probe, workspaces }: Context,
): Promise<Extracted> {
	if (broken !== undefined) return { ...NOTHING, text: `sandbox: fail ${broken}` };
	const workspace = workspaces.find((one) => one.workspace_id === workspace_id);
	if (!probe && category !== undefined && !hasCategory(workspace, category))
		return unread(`the workspace has no category "${category}"`);
	const content =
		kept.length === 0
			? NOTHING
			: await extract(kept, format).catch(() => unread('the file is damaged'));
	if (!probe && content.text.trim() === '')
		return unread('only the text of PDF, DOCX, XLSX and TXT files up to 5 MB is read');
	const sums: Extracted['fields'] = [
		['sha256', sha256],
		['byte_size', String(bytes)],
	];
	return probe ? { ...content, fields: [...content.fields, ...sums] } : content;
}

/** Adds `file/upload` and `file/upload/sync`. */
export function addUpload(app: FastifyInstance, context: Context): void {
	const { credential, files, workspaces, now, stepMs } = context;

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
			const query = withPlainBooleans(seen.query);
			const content = await contentOf(one, format, query, context);
			const workspace = workspaces.find((own) => own.workspace_id === query.workspace_id);
			const category = query.category ?? (await classify(workspace, name, content));
			stored.push(
				newFile({
					batch,
					workspace: seen.query.workspace_id,
					name,
					format,
					category,
					sha256,
					bytes,
					created: now(),
					query,
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
		const wishes = wishesOf(
			withPlainBooleans(context.call(request).seen.query),
			`http://${request.host}`,
		);
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
