import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../../context';
import { success } from '../../envelope';
import { found, Refusal } from '../../refusal';
import { type Category, type Field, type FieldConfig, newField } from '../../service/catalog';
import { addPost, categoryOf, workspaceOf } from '../post';

interface Place {
	workspace_id: string;
	category_id: string;
	table_id?: string;
	with_detail?: boolean;
}

type FieldUpdate = Partial<FieldConfig> & { field_id: string };

const detailOf = ({ id, ...field }: Field, with_detail = false) =>
	with_detail ? { field_id: id, ...field } : { field_id: id };

const tableOf = ({ tables }: Category, id: string) =>
	found(
		tables.find((one) => one.id === id),
		'table',
	);

/** What the API does not say to stay when it is left out of an update; here it does not. */
const FORGOTTEN = { description: '', prompt: '', use_prompt: false, transform_settings: undefined };

/** Adds `category/fields/*`, with the endpoints for a single field that the vendor's client still uses. */
export function addFields(app: FastifyInstance, context: Context): void {
	const { call, now } = context;
	const read = ({ workspace_id, category_id }: Place) =>
		categoryOf(workspaceOf(context, workspace_id), category_id);
	const add = (place: Place, configs: FieldConfig[]) => {
		const category = read(place);
		const table = place.table_id ? tableOf(category, place.table_id) : undefined;
		const { extract_model } = table ?? category;
		const added = configs.map((config) => newField({ extract_model, ...config }, now()));
		(table ?? category).fields.push(...added);
		return added.map((field) => detailOf(field, place.with_detail));
	};
	const update = (place: Place, updates: FieldUpdate[]) => {
		const { fields, tables } = read(place);
		const ofTables = tables.flatMap((table) => table.fields);
		// All are looked up before the first is changed: all or nothing.
		const changed = updates.map(({ field_id, ...changes }) => {
			const field = [...fields, ...ofTables].find((one) => one.id === field_id);
			if (changes.extract_model !== undefined && ofTables.some((one) => one === field))
				throw new Refusal('extract_model of a table field cannot be set');
			return { field: found(field, `field ${field_id}`), changes };
		});
		for (const { field, changes } of changed) Object.assign(field, FORGOTTEN, changes);
		return place.with_detail ? changed.map(({ field }) => detailOf(field, true)) : undefined;
	};

	app.get(`${PREFIX}/category/fields/list`, (request) => {
		const { fields, tables } = read(call(request).seen.query as unknown as Place);
		return success({ fields, tables });
	});
	// In the vendor's client only.
	app.get(`${PREFIX}/category/fields/config`, (request) => {
		const { query } = call(request).seen;
		const { fields, tables } = read(query as unknown as Place);
		const all = [...fields, ...tables.flatMap((table) => table.fields)];
		const { id, name, ...field } = found(
			all.find((one) => one.id === query.field_id),
			'field',
		);
		return success({ field_id: id, field_name: name, ...field });
	});
	addPost(app, '/category/fields/batch_add', (body: Place & { fields: FieldConfig[] }) =>
		add(body, body.fields),
	);
	addPost(app, '/category/fields/batch_update', (body: Place & { fields: FieldUpdate[] }) =>
		update(body, body.fields),
	);
	addPost(app, '/category/fields/add', (body: Place & FieldConfig) => {
		const { workspace_id: _w, category_id: _c, table_id, with_detail: _d, ...config } = body;
		if (table_id && config.extract_model !== undefined)
			throw new Refusal('extract_model of a table field cannot be set');
		return add(body, [config])[0];
	});
	addPost(app, '/category/fields/update', (body: Place & FieldUpdate) => {
		const { workspace_id: _w, category_id: _c, table_id: _t, with_detail: _d, ...changes } = body;
		return update(body, [changes])?.[0];
	});
	addPost(app, '/category/fields/delete', (body: Place & { field_ids: string[] }) => {
		const category = read(body);
		const owner = body.table_id ? tableOf(category, body.table_id) : category;
		for (const id of body.field_ids)
			found(
				owner.fields.find((one) => one.id === id),
				`field ${id}`,
			);
		owner.fields = owner.fields.filter(({ id }) => !body.field_ids.includes(id));
		return undefined;
	});
}
