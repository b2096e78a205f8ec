import type { FastifyInstance, FastifyRequest } from 'fastify';

import { refusesSignature } from '../auth';
import { type Context, PREFIX } from '../context';
import { CODE, success } from '../envelope';
import { FILE_BODIES } from '../fileSchema';
import { found, Refusal } from '../refusal';
import { REVIEW_BODIES } from '../reviewSchema';
import { BODIES as CATALOG_BODIES } from '../schema';
import type { Category, Sample, Workspace } from '../service/catalog';
import { snowflake } from '../service/ids';
import { receiveForm } from './receive';

const BODIES = { ...CATALOG_BODIES, ...FILE_BODIES, ...REVIEW_BODIES };

type Path = keyof typeof BODIES;

/** The category of a workspace by its id. @throws Refusal when there is none. */
export const categoryOf = (workspace: Workspace, id: unknown): Category =>
	found(
		workspace.categories.find((one) => one.id === id),
		'file category',
	);

/** The workspace of an id. @throws Refusal when there is none. */
export const workspaceOf = ({ workspaces }: Context, id: unknown): Workspace =>
	found(
		workspaces.find(({ workspace_id }) => workspace_id === id),
		'workspace',
		CODE.noWorkspace,
	);

/** The compiled schemas, for all sandboxes of a process: a test has one of its own, and compiling takes longer than most tests. */
const compiled = new Map<Path, ReturnType<FastifyRequest['compileValidationSchema']>>();

/** @throws Refusal for a body that is not as its schema says. */
export function checkBody(request: FastifyRequest, path: Path, body: unknown): void {
	const isValid = compiled.get(path) ?? request.compileValidationSchema(BODIES[path]);
	compiled.set(path, isValid);
	if (isValid(body)) return;
	const [wrong] = isValid.errors ?? [];
	const { instancePath = '', message = 'is invalid', params = {} } = wrong ?? {};
	throw new Refusal(`body${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** Adds a POST whose body must be as its schema says. What `work` returns is the `result`; it may throw a Refusal. */
export function addPost<Body>(
	app: FastifyInstance,
	path: Path,
	work: (body: Body, request: FastifyRequest) => unknown,
): void {
	app.post(PREFIX + path, (request) => {
		checkBody(request, path, request.body);
		return success(work(request.body as Body, request));
	});
}

/** The body of a form as JSON: members that hold more than text come as its JSON. @throws Refusal for what is none. */
function jsonOf(texts: Record<string, string>): Record<string, unknown> {
	const isText = (name: string) =>
		!/^(fields|tables|category_keyword_rules|with_detail)$/.test(name);
	return Object.fromEntries(
		Object.entries(texts).map(([name, text]) => {
			try {
				return [name, isText(name) ? text : JSON.parse(text)];
			} catch {
				throw new Refusal(`${name} is not valid JSON`);
			}
		}),
	);
}

const READABLE = /\.(pdf|ofd|docx?|txt|xlsx?|jpe?g|png|tiff?|bmp|webp)$/i;

/** Adds a POST of a form: its texts must be as their schema says, and the files stand in parts named `name`. */
export function addForm<Body>(
	app: FastifyInstance,
	context: Context,
	path: Path,
	{ name, most }: { name: string; most: number },
	work: (body: Body, samples: Sample[]) => unknown,
): void {
	const read = async (request: FastifyRequest) => {
		const call = context.call(request);
		if (!request.isMultipart()) throw new Refusal('the body must be multipart/form-data');
		const { texts, files } = await receiveForm(request, call);
		const refused = call.body && refusesSignature(call.seen, context.credential, call.body);
		if (refused !== undefined) throw new Refusal(refused, CODE.unauthorized);
		const body = jsonOf(texts);
		call.seen.json = body;
		checkBody(request, path, body);
		if (files.length === 0 || files.length > most || files.some((one) => one.field !== name))
			throw new Refusal(`${name} must be 1 to ${most} files`);
		if (files.some((one) => !READABLE.test(one.name) || one.bytes.length === 0))
			throw new Refusal(`a file of ${name} is empty or of a format that is not supported`);
		return { body: body as Body, files };
	};
	app.post(PREFIX + path, async (request) => {
		const { body, files } = await read(request);
		const samples = files.map(({ name: fileName, bytes }) => ({
			id: snowflake(context.now()),
			name: fileName,
			bytes,
		}));
		return success(work(body, samples));
	});
}
