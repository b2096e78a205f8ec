import type { IDataObject } from 'n8n-workflow';

import type { DocFlowFile } from '../files/types';
import { isRecord } from '../json';
import { MASK } from '../transport/safeText';
import { fieldItems } from './fields';
import { partsOf } from './parts';
import { rows } from './rows';
import { simplified } from './simplified';
import { type OutputOptions, type Style, styleFor } from './style';

export type { OutputKind, OutputOptions } from './style';

/** DocFlow repeats in its records the password that a PDF was sent with (DocFlow API, DocumentParserParam). */
function maskedRecord(file: DocFlowFile): DocFlowFile {
	const { parser_params, child_files } = file;
	const children = child_files && { child_files: child_files.map(maskedRecord) };
	const params = isRecord(parser_params) &&
		Boolean(parser_params.pdf_pwd) && { parser_params: { ...parser_params, pdf_pwd: MASK } };
	return { ...file, ...children, ...params };
}

const SHAPES = { simplified, rows, fields: fieldItems };

/** Options are the same for many files. */
const styles = new WeakMap<OutputOptions, Style>();

/**
 * The items of one file record in the output the user chose. `raw` is the record as it came, but for the PDF password.
 * `batchNumber`: the batch it was asked for by, since a record may not say it.
 */
export function toItems(
	file: DocFlowFile,
	options: OutputOptions,
	batchNumber?: string,
): IDataObject[] {
	if (options.output === 'raw') return [maskedRecord(file) as unknown as IDataObject];
	const style = styles.get(options) ?? styleFor(options);
	styles.set(options, style);
	const whole = { ...file, batch_number: file.batch_number ?? batchNumber };
	const shape = SHAPES[options.output];
	return partsOf(whole, options.fieldNames, options.splitChildren).flatMap((part) =>
		shape(part, style),
	) as IDataObject[];
}
