/** How the value of a query parameter must look. */
export type Rules = Record<string, RegExp>;

/** The vendor's own client writes them with capitals. */
const BOOLEAN = /^(true|false)$/i;
const SWITCH = /^[01]$/;
const COUNT = /^[1-9]\d{0,8}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Parameters of both uploads. An empty batch number is as good as none. */
export const UPLOAD_RULES: Rules = {
	category: /^.+$/s,
	batch_number: /^.{0,20}$/su,
	auto_verify_vat: BOOLEAN,
	split_flag: BOOLEAN,
	crop_flag: BOOLEAN,
	target_process: /^(classify|extract)$/,
	parser_remove_watermark: SWITCH,
	parser_crop_dewarp: SWITCH,
	parser_apply_merge: SWITCH,
	parser_formula_level: /^[012]$/,
	parser_table_text_split_mode: SWITCH,
	parser_dpi: /^(144|216)$/,
	parser_parse_mode: /^(auto|scan|vlm)$/,
	parser_pdf_pwd: /^/,
};

/** The synchronous upload knows one more. */
export const SYNC_RULES: Rules = { ...UPLOAD_RULES, with_task_detail_url: BOOLEAN };

/** Paging; more than the most a page holds is not an error. */
export const PAGE_RULES: Rules = { page: COUNT, page_size: COUNT };

/** Filters and additions of the list of files. */
export const FETCH_RULES: Rules = {
	...PAGE_RULES,
	batch_number: /^/,
	file_id: /^/,
	task_id: /^/,
	category: /^/,
	recognition_status: /^(0|1|2|3|4|5|6|7|10|20)$/,
	verification_status: /^[02345]$/,
	start_time: TIME,
	end_time: TIME,
	with_document: BOOLEAN,
	with_task_detail_url: BOOLEAN,
	with_image_url: BOOLEAN,
};

/** A query with its booleans in small letters. */
export const withPlainBooleans = (query: Record<string, string>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(query).map(([name, value]) => [
			name,
			BOOLEAN.test(value) ? value.toLowerCase() : value,
		]),
	);

/** What is wrong with a query, or nothing. Unknown parameters are ignored. */
export function invalid(query: Record<string, unknown>, rules: Rules): string | undefined {
	for (const [name, rule] of Object.entries(rules)) {
		const value = query[name];
		if (value === undefined) continue;
		const wrong =
			typeof value !== 'string' ||
			!rule.test(value) ||
			(rule === TIME && Number.isNaN(Date.parse(value)));
		if (wrong) return `parameter ${name} is invalid`;
	}
	return undefined;
}
