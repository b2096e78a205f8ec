import type { IDataObject } from 'n8n-workflow';

import { type CategoryPlace } from '../../catalog/categories';
import type { PlacedField } from '../../catalog/fields';
import { picked } from '../../catalog/records';

/** A field in ten members at most, with the ids that a next step needs. */
export const fieldJson = (
	{ category_id }: CategoryPlace,
	{ field, table }: PlacedField,
): IDataObject => ({
	category_id,
	field_id: field.id ?? field.field_id ?? null,
	...picked(field, { name: 'name', description: 'description', prompt: 'prompt' }),
	...picked(field, { alias: 'alias', identity: 'identity', extract_model: 'extract_model' }),
	table_id: table?.id ?? null,
	table_name: table?.name ?? null,
});

/** A table with its fields by name. */
export const tableJson = ({ category_id }: CategoryPlace, table: IDataObject): IDataObject => ({
	category_id,
	table_id: table.id ?? table.table_id ?? null,
	...picked(table, { name: 'name', prompt: 'prompt' }),
	...picked(table, {
		collect_from_multi_table: 'collect_from_multi_table',
		extract_model: 'extract_model',
	}),
});
