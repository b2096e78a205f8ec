import type { IDataObject } from 'n8n-workflow';

import type { DocFlowFile, DocFlowTable } from '../types';
import { addColumn, type Columns, toRow } from './columns';
import { type FieldNames, fileColumns, nameAndValue } from './simplified';

/** `tables` holds all tables; older answers have only the single one in `items`. */
function tablesOf({ data }: DocFlowFile): DocFlowTable[] {
	if (data?.tables?.length) return data.tables;
	return data?.items?.length ? [{ items: data.items }] : [];
}

function addPlace(columns: Columns, table: string | null, index: number | null): void {
	const taken = new Set(columns.keys());
	addColumn(columns, 'table_name', table, 'table', taken);
	addColumn(columns, 'row_index', index, 'table', taken);
}

/**
 * One flat item for each table row, numbered from 1: metadata and fields of the file, `table_name`,
 * `row_index`, then the row's columns. A file without rows gives one item, so that no document vanishes.
 */
export function rows(file: DocFlowFile, fieldNames: FieldNames): IDataObject[] {
	const base = fileColumns(file, fieldNames);
	const result = tablesOf(file).flatMap((table) =>
		(table.items ?? []).map((cells, index) => {
			const columns = new Map(base);
			const name =
				fieldNames === 'translated' && table.translated_table_name
					? table.translated_table_name
					: table.tableName;
			addPlace(columns, name ?? null, index + 1);
			const taken = new Set(columns.keys());
			for (const cell of cells ?? [])
				addColumn(columns, ...nameAndValue(cell, fieldNames), 'column', taken);
			return toRow(columns) as IDataObject;
		}),
	);
	if (result.length > 0) return result;
	addPlace(base, null, null);
	return [toRow(base) as IDataObject];
}
