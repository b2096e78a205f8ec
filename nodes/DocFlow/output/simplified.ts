import type { IDataObject } from 'n8n-workflow';

import { type DocFlowFile, type KeyValue, statusWord, VERIFICATION_STATUS } from '../types';
import { addColumn, type Columns, toRow } from './columns';

/** Which of DocFlow's names becomes the column: its label, the export identifier, or the translation. */
export type FieldNames = 'key' | 'identifier' | 'translated';

/** Name and value of a field or cell as asked for, falling back to its label; an unnamed one is `field`. */
export function nameAndValue(cell: KeyValue, fieldNames: FieldNames): [string, unknown] {
	const label = cell.key || cell.identifier || 'field';
	const value = cell.value ?? null;
	if (fieldNames === 'identifier') return [cell.identifier || label, value];
	if (fieldNames === 'translated')
		return [cell.translated_key || label, cell.translated_value ?? value];
	return [label, value];
}

/** The columns every file has, always the same ones in the same order. */
function metadata(file: DocFlowFile): Columns {
	return new Map<string, unknown>([
		['batch_number', file.batch_number ?? null],
		['file_id', file.id],
		['task_id', file.task_id ?? null],
		['file_name', file.name],
		['format', file.format ?? null],
		['category', file.category ?? null],
		['status', statusWord(file.recognition_status)],
		['status_code', file.recognition_status],
		['failure_reason', file.failure_causes ?? null],
		['page_count', file.total_page_num ?? file.pages?.length ?? null],
		['duration_ms', file.duration_ms ?? null],
		[
			'verification_status',
			(file.verification_status ?? undefined) === undefined
				? null
				: statusWord(Number(file.verification_status), VERIFICATION_STATUS),
		],
		['parent_task_id', file.parent_task_id ?? null],
	]);
}

const texts = (marks: Array<{ text?: string | null }> | null | undefined) =>
	(marks ?? []).map((mark) => mark.text ?? '').join('; ');

/** Metadata, fields, then stamps, handwriting and the invoice check where the document has them. */
export function fileColumns(file: DocFlowFile, fieldNames: FieldNames): Columns {
	const columns = metadata(file);
	const taken = new Set(columns.keys());
	for (const field of file.data?.fields ?? [])
		addColumn(columns, ...nameAndValue(field, fieldNames), 'field', taken);
	const fields = new Set(columns.keys());
	if (file.data?.stamps?.length)
		addColumn(columns, 'stamps', texts(file.data.stamps), 'document', fields);
	if (file.data?.handwritings?.length)
		addColumn(columns, 'handwritings', texts(file.data.handwritings), 'document', fields);
	for (const [name, value] of Object.entries(file.data?.invoiceVerifyResult ?? {}))
		addColumn(columns, name, value, 'document', fields);
	return columns;
}

/** One flat item for a file: its metadata, then every extracted field under its own name. */
export function simplified(file: DocFlowFile, fieldNames: FieldNames): IDataObject[] {
	return [toRow(fileColumns(file, fieldNames)) as IDataObject];
}
