import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../../context';
import { success } from '../../envelope';
import { found } from '../../refusal';
import { newTable, type Table, type TableConfig } from '../../service/catalog';
import { addPost, categoryOf, workspaceOf } from '../post';

interface Place {
	workspace_id: string;
	category_id: string;
	with_detail?: boolean;
}

type TableUpdate = Partial<Omit<TableConfig, 'fields'>> & { table_id: string };

const detailOf = ({ id, ...table }: Table, with_detail = false) =>
	with_detail ? { table_id: id, ...table } : { table_id: id };

/** What the API does not say to stay when it is left out of an update; here it does not. */
const FORGOTTEN = { prompt: '', collect_from_multi_table: false };

/** Adds `category/tables/*`, with the endpoints for a single table that the vendor's client still uses. */
export function addTables(app: FastifyInstance, context: Context): void {
	const { call, now } = context;
	const read = ({ workspace_id, category_id }: Place) =>
		categoryOf(workspaceOf(context, workspace_id), category_id);
	const add = (place: Place, configs: TableConfig[]) => {
		const category = read(place);
		const added = configs.map((config) => newTable(config, category.extract_model, now()));
		category.tables.push(...added);
		return added.map((table) => detailOf(table, place.with_detail));
	};
	const update = (place: Place, updates: TableUpdate[]) => {
		const { tables } = read(place);
		// All are looked up before the first is changed: all or nothing.
		const changed = updates.map(({ table_id, ...changes }) => {
			const table = tables.find(({ id }) => id === table_id);
			return { table: found(table, `table ${table_id}`), changes };
		});
		for (const { table, changes } of changed) {
			Object.assign(table, FORGOTTEN, changes);
			for (const field of table.fields) field.extract_model = table.extract_model;
		}
		return place.with_detail ? changed.map(({ table }) => detailOf(table, true)) : undefined;
	};

	app.get(`${PREFIX}/category/tables/list`, (request) => {
		const { tables } = read(call(request).seen.query as unknown as Place);
		const shown = tables.map(({ fields: _fields, description: _description, ...table }) => table);
		return success({ tables: shown });
	});
	addPost(app, '/category/tables/batch_add', (body: Place & { tables: TableConfig[] }) =>
		add(body, body.tables),
	);
	addPost(app, '/category/tables/batch_update', (body: Place & { tables: TableUpdate[] }) =>
		update(body, body.tables),
	);
	addPost(app, '/category/tables/add', (body: Place & TableConfig) => {
		const { workspace_id: _w, category_id: _c, with_detail: _d, ...config } = body;
		return add(body, [config])[0];
	});
	addPost(app, '/category/tables/update', (body: Place & TableUpdate) => {
		const { workspace_id: _w, category_id: _c, with_detail: _d, ...changes } = body;
		return update(body, [changes])?.[0];
	});
	addPost(app, '/category/tables/delete', (body: Place & { table_ids: string[] }) => {
		const category = read(body);
		for (const id of body.table_ids)
			found(
				category.tables.find((one) => one.id === id),
				`table ${id}`,
			);
		category.tables = category.tables.filter(({ id }) => !body.table_ids.includes(id));
		return undefined;
	});
}
