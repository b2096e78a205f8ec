import type { IDataObject } from 'n8n-workflow';

import type { DocFlowFile } from '../files/types';
import { listOf, recordOf } from '../json';
import { addColumn, type Columns, toRow } from './columns';
import { dataOf, type FieldNames, fileColumns, nameAndValue } from './simplified';

/** `tables` holds all tables; older answers have only the single one in `items`. */
function tablesOf(file: DocFlowFile): Array<Record<string, unknown>> {
	const { tables, items } = dataOf(file);
	const all = listOf(tables).map((table) => recordOf(table, 'items'));
	return all.length > 0 ? all : [{ items }];
}

function addPlace(columns: Columns, table: unknown, index: number | null): void {
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
		listOf(table.items).map((cells, index) => {
			const columns = new Map(base);
			const name =
				fieldNames === 'translated' && table.translated_table_name
					? table.translated_table_name
					: table.tableName;
			addPlace(columns, name ?? null, index + 1);
			const taken = new Set(columns.keys());
			for (const cell of listOf(cells))
				addColumn(columns, ...nameAndValue(cell, fieldNames), 'column', taken);
			return toRow(columns) as IDataObject;
		}),
	);
	if (result.length > 0) return result;
	addPlace(base, null, null);
	return [toRow(base) as IDataObject];
}
