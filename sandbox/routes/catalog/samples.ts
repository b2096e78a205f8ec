import type { FastifyInstance, FastifyReply } from 'fastify';
import { zipSync } from 'fflate';

import { type Context, PREFIX } from '../../context';
import { success } from '../../envelope';
import { found, Refusal } from '../../refusal';
import { type Category, type Sample, sampleInfo } from '../../service/catalog';
import { pageOf } from '../pageOf';
import { addForm, addPost, checkBody, categoryOf, workspaceOf } from '../post';

/** The most samples of a category. */
const MOST = 20;

interface Place {
	workspace_id: string;
	category_id: string;
	with_detail?: boolean;
}

const sampleOf = ({ samples }: Category, id: unknown): Sample =>
	found(
		samples.find((one) => one.id === id),
		`sample ${String(id)}`,
	);

const send = (reply: FastifyReply, bytes: Buffer, type: string, name: string) =>
	reply
		.type(type)
		.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
		.send(bytes);

/** Samples as one ZIP, in which a name that comes twice gets a number. */
function zipOf(samples: Sample[]): Buffer {
	const entries: Record<string, Uint8Array> = {};
	for (const { name, bytes } of samples) {
		const at = Object.keys(entries).filter((one) => one.endsWith(name)).length;
		entries[at === 0 ? name : `${at + 1}-${name}`] = bytes;
	}
	return Buffer.from(zipSync(entries));
}

/** Adds `category/sample/*`, with the endpoints for a single sample that the vendor's client still uses. */
export function addSamples(app: FastifyInstance, context: Context): void {
	const { call } = context;
	const read = ({ workspace_id, category_id }: Place) =>
		categoryOf(workspaceOf(context, workspace_id), category_id);
	const keep = (place: Place, added: Sample[]) => {
		const { samples } = read(place);
		if (samples.length + added.length > MOST)
			throw new Refusal(`a file category takes at most ${MOST} samples`);
		samples.push(...added);
		return place.with_detail ? { samples: samples.map(sampleInfo) } : {};
	};

	app.get(`${PREFIX}/category/sample/list`, (request) => {
		const { query } = call(request).seen;
		const { samples } = read(query as unknown as Place);
		return success(pageOf(context, query, 'samples', samples.map(sampleInfo)));
	});
	addForm(app, context, '/category/sample/batch_upload', { name: 'files', most: MOST }, keep);
	addForm(
		app,
		context,
		'/category/sample/upload',
		{ name: 'file', most: 1 },
		(place: Place, added) => ({ sample_id: added[0].id, ...keep(place, added) }),
	);
	app.post(`${PREFIX}/category/sample/batch_download`, (request, reply) => {
		checkBody(request, '/category/sample/batch_download', request.body);
		const body = request.body as Place & { sample_ids?: string[] };
		const category = read(body);
		const chosen = body.sample_ids?.map((id) => sampleOf(category, id)) ?? category.samples;
		if (chosen.length === 0) throw new Refusal('there is no sample to download');
		return send(reply, zipOf(chosen), 'application/zip', `${category.name}.zip`);
	});
	app.get(`${PREFIX}/category/sample/download`, (request, reply) => {
		const { query } = call(request).seen;
		const { name, bytes } = sampleOf(read(query as unknown as Place), query.sample_id);
		return send(reply, bytes, 'application/octet-stream', name);
	});
	addPost(app, '/category/sample/delete', (body: Place & { sample_ids: string[] }) => {
		const category = read(body);
		for (const id of body.sample_ids) sampleOf(category, id);
		category.samples = category.samples.filter(({ id }) => !body.sample_ids.includes(id));
		return undefined;
	});
}
