import {
	choiceOption,
	flagOption,
	readApiOptions,
	textOption,
} from '../../../parameters/apiOptions';
import { categoryNameField } from '../../../parameters/fields';
import { readParserOptions } from '../../../parameters/parserOptions';
import type { DocFlowContext } from '../../../transport/context';
import type { Query } from '../../../transport/request';

const apiOptions = [
	flagOption(
		'auto_verify_vat',
		'autoVerifyVat',
		'Auto-Verify VAT',
		'check Chinese VAT invoices with the tax office, e.g. to notice one that was cancelled',
	),
	textOption(
		'category',
		categoryNameField(
			'The category of the files, named as in DocFlow, e.g. invoice, so that it need not classify them',
		),
	),
	flagOption(
		'crop_flag',
		'cropFlag',
		'Crop Images',
		'cut a picture of several documents into one each, e.g. three receipts on one photo',
	),
	flagOption(
		'split_flag',
		'splitFlag',
		'Split Files',
		'split a file of several documents into one each, e.g. ten invoices scanned in one go',
	),
	choiceOption('target_process', {
		displayName: 'Processing',
		name: 'targetProcess',
		type: 'options',
		options: [
			{
				name: 'Classify Only',
				value: 'classify',
				description: 'Find out the category, read no fields',
			},
			{ name: 'Extract', value: 'extract', description: 'Read fields and tables too' },
		],
		default: 'extract',
		description: 'How far DocFlow goes, e.g. Classify Only to sort documents without reading them',
	}),
];

/** The fields of Upload's options that DocFlow knows, under its own names in camelCase (DocFlow API, "Upload File"). */
export const apiOptionProperties = apiOptions.map(({ property }) => property);

/** The options that an item sets, as query parameters. @throws NodeOperationError for a wrong value. */
export const readUploadOptions = (context: DocFlowContext, item: number): Query => ({
	...readApiOptions(context, item, apiOptions, 'options'),
	...Object.fromEntries(
		Object.entries(readParserOptions(context, item)).map(([name, value]) => [
			`parser_${name}`,
			value,
		]),
	),
});
