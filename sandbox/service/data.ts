import type { Stored } from './store';
import { translate } from './translate';

const MODEL = { extractModel: 'Acgpt', configModel: 'Auto' };

/** Corners of a box on a page of the stand-in: line after line, as it does not measure. */
const box = (line: number) => {
	const top = 100 + 24 * (line % 50);
	return [100, top, 500, top, 500, top + 20, 100, top + 20];
};

const position = (line: number) => [{ page: 0, vertices: box(line) }];

const identifier = (key: string) => key.toLowerCase().replace(/\s+/g, '_');

const cell = (key: string, value: string, line: number) => ({
	key,
	value,
	position: position(line),
});

/** What was extracted, in the API's shape; before the end and after a failure there is nothing. */
export function dataOf({ content, query, translated }: Stored, done: boolean) {
	if (!done) return { fields: [], items: [], tables: [], stamps: [], handwritings: [] };
	// Lines like `sandbox: stamp PAID` or `sandbox: translated` say what is there that text can't hold.
	const seen = (what: string) =>
		content.fields.flatMap(([key, value]) =>
			key === 'sandbox' && value.startsWith(`${what} `) ? [value.slice(what.length + 1)] : [],
		);
	const fields = content.fields.filter(
		([key, value]) => key !== 'sandbox' || !/^(stamp .*|handwriting .*|translated)$/.test(value),
	);
	const tables = content.tables.map(({ name, columns, rows }, at) => ({
		tableName: name ?? `table${at + 1}`,
		tableType: '0',
		...MODEL,
		items: rows.map((row, index) =>
			row.map((value, column) => ({
				...cell(columns[column], value, index),
				identifier: identifier(columns[column]),
				index,
				confidence: 0.99,
			})),
		),
	}));
	const data = {
		fields: fields.map(([key, value], line) => ({
			...cell(key, value, line),
			identifier: identifier(key),
			confidence: 0.99,
			...MODEL,
		})),
		items: (content.tables[0]?.rows ?? []).map((row, line) =>
			row.map((value, column) => cell(content.tables[0].columns[column], value, line)),
		),
		tables,
		stamps: seen('stamp').map((text, line) => ({
			angel: 0,
			page: 0,
			text,
			type: 'Other',
			color: 'Red',
			shape: 'Oval Seal',
			position: box(line),
		})),
		handwritings: seen('handwriting').map((text, line) => ({
			angel: 0,
			page: 0,
			text,
			position: position(line),
		})),
		...(query.auto_verify_vat === 'true' && {
			invoiceVerifyResult: {
				invoiceVerifyStatus: 1,
				invoiceVerifyErrorCode: 0,
				invoiceVerifyCanRetry: 0,
				invoiceVerifyFailMsg: '',
			},
		}),
	};
	const isMarked = content.fields.some(
		([key, value]) => key === 'sandbox' && value === 'translated',
	);
	return isMarked || translated !== undefined ? translate(data) : data;
}

/** The whole text of a document, as `with_document` adds it. */
export function documentOf({ content }: Stored) {
	const pages = content.pages.map((lines) => ({
		angle: 0,
		width: 1024,
		height: 1448,
		lines: lines.map((text, line) => ({
			text,
			position: box(line),
			charPositions: [...text].map(() => box(line)),
		})),
	}));
	return { pages };
}

/** How the document was parsed: the parameters of the upload over their defaults. */
export function parserParams({ query }: Stored) {
	const number = (name: string, otherwise: number) => Number(query[`parser_${name}`] ?? otherwise);
	return {
		formula_level: number('formula_level', 0),
		apply_merge: number('apply_merge', 1),
		table_text_split_mode: number('table_text_split_mode', 0),
		crop_dewarp: number('crop_dewarp', 0),
		remove_watermark: number('remove_watermark', 0),
		dpi: number('dpi', 144),
		parse_mode: query.parser_parse_mode ?? 'auto',
		...(query.parser_pdf_pwd !== undefined && { pdf_pwd: query.parser_pdf_pwd }),
	};
}
