import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Query } from '../../../transport/request';

const flag = (name: string, displayName: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	description: `Whether to ${description}`,
});

/** The API's optional parameters under its own names in camelCase; booleans that it types as 0 and 1 are marked so. */
export const apiOptions: Array<{ api: string; as?: 'integer'; property: INodeProperties }> = [
	{
		api: 'auto_verify_vat',
		property: flag(
			'autoVerifyVat',
			'Auto-Verify VAT',
			'check Chinese VAT invoices with the tax office',
		),
	},
	{
		api: 'category',
		property: {
			displayName: 'Category',
			name: 'category',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice',
			description:
				'The category of the files, named as in DocFlow, so that it need not classify them',
		},
	},
	{
		api: 'crop_flag',
		property: flag('cropFlag', 'Crop Images', 'cut a picture of several documents into one each'),
	},
	{
		api: 'parser_apply_merge',
		as: 'integer',
		property: {
			...flag(
				'parserApplyMerge',
				'Parser: Apply Merge',
				'join paragraphs and tables that go over a page end',
			),
			default: true,
		},
	},
	{
		api: 'parser_crop_dewarp',
		as: 'integer',
		property: flag(
			'parserCropDewarp',
			'Parser: Crop and Dewarp',
			'cut off the edges of a photo and flatten it',
		),
	},
	{
		api: 'parser_dpi',
		property: {
			displayName: 'Parser: DPI',
			name: 'parserDpi',
			type: 'options',
			options: [
				{ name: '144 (Normal)', value: 144 },
				{ name: '216 (High Precision)', value: 216 },
			],
			default: 144,
			description: 'The resolution at which pages are read',
		},
	},
	{
		api: 'parser_formula_level',
		property: {
			displayName: 'Parser: Formula Level',
			name: 'parserFormulaLevel',
			type: 'options',
			options: [
				{ name: 'Display and Inline Formulas', value: 0 },
				{ name: 'Display Formulas Only', value: 1 },
				{ name: 'No Formulas', value: 2 },
			],
			default: 0,
			description: 'Which formulas are read',
		},
	},
	{
		api: 'parser_parse_mode',
		property: {
			displayName: 'Parser: Parse Mode',
			name: 'parserParseMode',
			type: 'options',
			options: [
				{ name: 'Automatic', value: 'auto' },
				{ name: 'Scanned Document', value: 'scan' },
				{ name: 'Vision Language Model', value: 'vlm' },
			],
			default: 'auto',
			description: 'How pages are read',
		},
	},
	{
		api: 'parser_pdf_pwd',
		property: {
			displayName: 'Parser: PDF Password',
			name: 'parserPdfPwd',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Opens encrypted PDF files',
		},
	},
	{
		api: 'parser_remove_watermark',
		as: 'integer',
		property: flag(
			'parserRemoveWatermark',
			'Parser: Remove Watermark',
			'remove watermarks before reading',
		),
	},
	{
		api: 'parser_table_text_split_mode',
		as: 'integer',
		property: flag(
			'parserTableTextSplitMode',
			'Parser: Split Text at Table Lines',
			'split text blocks that a table line crosses',
		),
	},
	{
		api: 'split_flag',
		property: flag('splitFlag', 'Split Files', 'split a file of several documents into one each'),
	},
	{
		api: 'target_process',
		property: {
			displayName: 'Target Process',
			name: 'targetProcess',
			type: 'options',
			options: [
				{ name: 'Classify', value: 'classify', description: 'Only find out the category' },
				{ name: 'Extract', value: 'extract', description: 'Also read fields and tables' },
			],
			default: 'extract',
			description: 'How far DocFlow goes',
		},
	},
];

/** The set options as query parameters, named and typed as the API does (DocFlow API, "Upload File"). */
export function readApiOptions(options: IDataObject): Query {
	const query: Query = {};
	for (const { api, as, property } of apiOptions) {
		const value = options[property.name];
		if (value === undefined || value === null || value === '') continue;
		query[api] = as === 'integer' ? Number(value) : (value as string | number | boolean);
	}
	return query;
}
