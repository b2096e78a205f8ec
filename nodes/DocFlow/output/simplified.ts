import type { IDataObject } from 'n8n-workflow';

import { type DocFlowFile, type KeyValue, statusWord, VERIFICATION_STATUS } from '../files/types';
import { isRecord, listOf, recordOf, textOf } from '../json';
import { addColumn, type Columns, toRow } from './columns';

/** Which of DocFlow's names becomes the column: its label, the export identifier, or the translation. */
export type FieldNames = 'key' | 'identifier' | 'translated';

const isCell = (value: unknown): value is KeyValue =>
	isRecord(value) && ['key', 'identifier', 'value'].some((name) => Object.hasOwn(value, name));

/**
 * Name and value of a field or cell as asked for, falling back to its label; an unnamed one is `field`, and so is
 * whatever stands in the place of a field and is none: that is the value as it came.
 */
export function nameAndValue(cell: unknown, fieldNames: FieldNames): [string, unknown] {
	if (!isCell(cell)) return ['field', cell];
	const identifier = textOf(cell.identifier);
	const label = textOf(cell.key) || identifier || 'field';
	const value = cell.value ?? null;
	if (fieldNames === 'identifier') return [identifier || label, value];
	if (fieldNames === 'translated')
		return [textOf(cell.translated_key) || label, cell.translated_value ?? value];
	return [label, value];
}

/** What was read out of a document. Anything but an object is taken for its fields. */
export const dataOf = ({ data }: DocFlowFile): Record<string, unknown> => recordOf(data, 'fields');

/** The columns every file has, always the same ones in the same order. */
function metadata(file: DocFlowFile): Columns {
	return new Map<string, unknown>([
		['batch_number', file.batch_number ?? null],
		['file_id', file.id || null],
		['task_id', file.task_id ?? null],
		['file_name', file.name],
		['format', file.format ?? null],
		['category', file.category ?? null],
		['status', statusWord(file.recognition_status)],
		['status_code', file.recognition_status ?? null],
		['failure_reason', file.failure_causes ?? null],
		['page_count', file.total_page_num ?? (Array.isArray(file.pages) ? file.pages.length : null)],
		['duration_ms', file.duration_ms ?? null],
		[
			'verification_status',
			(file.verification_status ?? null) === null
				? null
				: statusWord(file.verification_status, VERIFICATION_STATUS),
		],
		['parent_task_id', file.parent_task_id ?? null],
	]);
}

const texts = (marks: unknown[]) =>
	marks.map((mark) => textOf(isRecord(mark) ? mark.text : mark)).join('; ');

/** Metadata, fields, then stamps, handwriting and the invoice check where the document has them. */
export function fileColumns(file: DocFlowFile, fieldNames: FieldNames): Columns {
	const columns = metadata(file);
	const taken = new Set(columns.keys());
	const data = dataOf(file);
	for (const field of listOf(data.fields))
		addColumn(columns, ...nameAndValue(field, fieldNames), 'field', taken);
	const fields = new Set(columns.keys());
	for (const name of ['stamps', 'handwritings']) {
		const marks = listOf(data[name]);
		if (marks.length > 0) addColumn(columns, name, texts(marks), 'document', fields);
	}
	for (const [name, value] of Object.entries(
		recordOf(data.invoiceVerifyResult, 'invoiceVerifyResult'),
	))
		addColumn(columns, name, value, 'document', fields);
	return columns;
}

/** One flat item for a file: its metadata, then every extracted field under its own name. */
export function simplified(file: DocFlowFile, fieldNames: FieldNames): IDataObject[] {
	return [toRow(fileColumns(file, fieldNames)) as IDataObject];
}
