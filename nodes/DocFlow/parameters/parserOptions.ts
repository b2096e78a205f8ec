import type { INodeProperties } from 'n8n-workflow';

import type { DocFlowContext } from '../transport/context';
import type { Query } from '../transport/request';
import { bitOption, choiceOption, readApiOptions, textOption } from './apiOptions';

const joinAcrossPages = bitOption(
	'apply_merge',
	'applyMerge',
	'Join Across Pages',
	'join paragraphs and tables that go on over the end of a page, e.g. the line items of a long invoice. DocFlow does unless this is switched off.',
);
joinAcrossPages.property.default = true;

/** How pages are turned into text, by the API's names (DocFlow API, DocumentParserParam); Upload's have a prefix there. */
const parserOptions = [
	bitOption(
		'crop_dewarp',
		'cropDewarp',
		'Flatten Photos',
		'cut off what is around the page and flatten it, e.g. a receipt photographed on a table',
	),
	choiceOption('formula_level', {
		displayName: 'Formulas',
		name: 'formulaLevel',
		type: 'options',
		options: [
			{ name: 'All', value: 0, description: 'Also those within a line of text' },
			{ name: 'None', value: 2, description: 'Formulas are not read as such' },
			{ name: 'On Lines of Their Own', value: 1, description: 'Not those within a line of text' },
		],
		default: 0,
		description: 'Which mathematical formulas are read, e.g. none of them for invoices',
	}),
	joinAcrossPages,
	textOption('pdf_pwd', {
		displayName: 'PDF Password',
		name: 'pdfPwd',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Opens PDF files that ask for a password, e.g. payslips and bank statements',
	}),
	choiceOption('parse_mode', {
		displayName: 'Reading Mode',
		name: 'parseMode',
		type: 'options',
		options: [
			{ name: 'Automatic', value: 'auto', description: 'DocFlow decides' },
			{ name: 'Scanned Document', value: 'scan', description: 'Pages are pictures of paper' },
			{
				name: 'Vision Language Model',
				value: 'vlm',
				description: 'An AI model looks at the pages',
			},
		],
		default: 'auto',
		description: 'How pages are read, e.g. as scans when all of them come from a scanner',
	}),
	bitOption(
		'remove_watermark',
		'removeWatermark',
		'Remove Watermarks',
		'take away what is printed across a page before it is read, e.g. COPY or PAID',
	),
	choiceOption('dpi', {
		displayName: 'Resolution',
		name: 'dpi',
		type: 'options',
		options: [
			{ name: '144 DPI (Normal)', value: 144 },
			{ name: '216 DPI (High Precision)', value: 216 },
		],
		default: 144,
		description: 'How finely pages are looked at, e.g. 216 for the small print of a receipt',
	}),
	bitOption(
		'table_text_split_mode',
		'tableTextSplitMode',
		'Split Text at Table Lines',
		'cut a text in two where a line of a table crosses it, e.g. item and price that are read as one',
	),
];

/** The group of them in a panel. */
export const parserOptionsField: INodeProperties = {
	displayName: 'Parser Options',
	name: 'parserOptions',
	type: 'collection',
	placeholder: 'Add parser option',
	default: {},
	description: 'How DocFlow turns pages into text. What is not set is left to DocFlow.',
	options: parserOptions.map(({ property }) => property),
};

/** The parser options that an item sets, by the API's names. @throws NodeOperationError for a wrong value. */
export const readParserOptions = (context: DocFlowContext, item: number): Query =>
	readApiOptions(context, item, parserOptions, parserOptionsField.name);
