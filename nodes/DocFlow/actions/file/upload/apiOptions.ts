import type { INodeProperties } from 'n8n-workflow';

import { type ChoiceField, readIfSet } from '../../../parameters/field';
import { readChoice, readFlag, readText } from '../../../parameters/read';
import type { DocFlowContext } from '../../../transport/context';
import type { Query } from '../../../transport/request';

/** An optional parameter of the API: its name there, its field here, and what of it is sent. */
interface ApiOption {
	api: string;
	property: INodeProperties;
	read(context: DocFlowContext, item: number, within: string): Query[string];
}

const text = (api: string, property: INodeProperties): ApiOption => ({
	api,
	property,
	read: (context, item, within) => readIfSet(readText, context, item, property, within),
});

const choice = <Value extends string | number>(
	api: string,
	property: ChoiceField<Value>,
): ApiOption => ({
	api,
	property,
	read: (context, item, within) => readIfSet(readChoice<Value>, context, item, property, within),
});

const flag = (api: string, name: string, displayName: string, what: string): ApiOption => {
	const property: INodeProperties = {
		displayName,
		name,
		type: 'boolean',
		default: false,
		description: `Whether to ${what}`,
	};
	return {
		api,
		property,
		read: (context, item, within) => readIfSet(readFlag, context, item, property, within),
	};
};

/** A switch that the API types as 0 and 1. */
const number = (...parts: Parameters<typeof flag>): ApiOption => {
	const option = flag(...parts);
	return {
		...option,
		read: (...place) => {
			const value = option.read(...place);
			return value === undefined ? undefined : Number(value);
		},
	};
};

/** DocFlow does this unless told not to. */
const applyMerge = number(
	'parser_apply_merge',
	'parserApplyMerge',
	'Parser: Apply Merge',
	'join paragraphs and tables that go over a page end',
);
applyMerge.property.default = true;

/** The API's optional parameters, under its own names in camelCase (DocFlow API, "Upload File"). */
export const apiOptions: ApiOption[] = [
	flag(
		'auto_verify_vat',
		'autoVerifyVat',
		'Auto-Verify VAT',
		'check Chinese VAT invoices with the tax office',
	),
	text('category', {
		displayName: 'Category',
		name: 'category',
		type: 'string',
		default: '',
		placeholder: 'e.g. invoice',
		description:
			'The category of the files, named as in DocFlow, so that it need not classify them',
	}),
	flag('crop_flag', 'cropFlag', 'Crop Images', 'cut a picture of several documents into one each'),
	applyMerge,
	number(
		'parser_crop_dewarp',
		'parserCropDewarp',
		'Parser: Crop and Dewarp',
		'cut off the edges of a photo and flatten it',
	),
	choice('parser_dpi', {
		displayName: 'Parser: DPI',
		name: 'parserDpi',
		type: 'options',
		options: [
			{ name: '144 (Normal)', value: 144 },
			{ name: '216 (High Precision)', value: 216 },
		],
		default: 144,
		description: 'The resolution at which pages are read',
	}),
	choice('parser_formula_level', {
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
	}),
	choice('parser_parse_mode', {
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
	}),
	text('parser_pdf_pwd', {
		displayName: 'Parser: PDF Password',
		name: 'parserPdfPwd',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Opens encrypted PDF files',
	}),
	number(
		'parser_remove_watermark',
		'parserRemoveWatermark',
		'Parser: Remove Watermark',
		'remove watermarks before reading',
	),
	number(
		'parser_table_text_split_mode',
		'parserTableTextSplitMode',
		'Parser: Split Text at Table Lines',
		'split text blocks that a table line crosses',
	),
	flag('split_flag', 'splitFlag', 'Split Files', 'split a file of several documents into one each'),
	choice('target_process', {
		displayName: 'Target Process',
		name: 'targetProcess',
		type: 'options',
		options: [
			{ name: 'Classify', value: 'classify', description: 'Only find out the category' },
			{ name: 'Extract', value: 'extract', description: 'Also read fields and tables' },
		],
		default: 'extract',
		description: 'How far DocFlow goes',
	}),
];

/** The options that an item sets, as query parameters. @throws NodeOperationError for a wrong value. */
export const readApiOptions = (context: DocFlowContext, item: number): Query =>
	Object.fromEntries(
		apiOptions.flatMap(({ api, read }) => {
			const value = read(context, item, 'options');
			return value === undefined ? [] : [[api, value]];
		}),
	);
