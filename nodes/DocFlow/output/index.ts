import type { IDataObject } from 'n8n-workflow';

import type { DocFlowFile } from '../files/types';
import { isRecord } from '../json';
import { MASK } from '../transport/safeText';
import { rows } from './rows';
import { type FieldNames, simplified } from './simplified';

export type OutputKind = 'simplified' | 'rows' | 'raw';

export interface OutputOptions {
	output: OutputKind;
	fieldNames: FieldNames;
	/** Whether each child of a split or cropped file takes its parent's place. */
	splitChildren: boolean;
}

/** A file or, when it was split or cropped, its children, each naming parent and batch. */
function withChildren(file: DocFlowFile): DocFlowFile[] {
	const children = file.child_files ?? [];
	if (children.length === 0) return [file];
	return children.flatMap((child) =>
		withChildren({
			...child,
			batch_number: child.batch_number ?? file.batch_number,
			parent_task_id: child.parent_task_id ?? file.task_id,
		}),
	);
}

/** DocFlow repeats in its records the password that a PDF was sent with (DocFlow API, DocumentParserParam). */
function maskedRecord(file: DocFlowFile): DocFlowFile {
	const { parser_params, child_files } = file;
	const children = child_files && { child_files: child_files.map(maskedRecord) };
	const params = isRecord(parser_params) &&
		Boolean(parser_params.pdf_pwd) && { parser_params: { ...parser_params, pdf_pwd: MASK } };
	return { ...file, ...children, ...params };
}

/** The items of one file record in the output the user chose. `raw` is the record as it came, but for the PDF password. */
export function toItems(file: DocFlowFile, options: OutputOptions): IDataObject[] {
	if (options.output === 'raw') return [maskedRecord(file) as unknown as IDataObject];
	const shape = options.output === 'rows' ? rows : simplified;
	const parts = options.splitChildren ? withChildren(file) : [file];
	return parts.flatMap((part) => shape(part, options.fieldNames));
}
