import type { IDataObject } from 'n8n-workflow';

import { isRecord, listOf, textOf } from '../../json';
import { choiceField, readIfSet } from '../../parameters/field';
import { waitTimeoutProperty } from '../../parameters/fields';
import { idField } from '../../parameters/fileIds';
import { readId } from '../../parameters/ids';
import { readChoice, readNumber } from '../../parameters/read';
import { apiError, DocFlowError } from '../../transport/errors';
import { docFlowRequest } from '../../transport/request';
import { waitUntil } from '../../transport/waitUntil';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';

/** The languages that DocFlow translates (DocFlow API, TranslateTargetLanguage). */
const LANGUAGES = [
	{ name: 'Arabic', value: 'ar' },
	{ name: 'Bengali', value: 'bn' },
	{ name: 'Chinese (Simplified)', value: 'zh-CN' },
	{ name: 'Chinese (Traditional)', value: 'zh-TW' },
	{ name: 'English', value: 'en' },
	{ name: 'French', value: 'fr' },
	{ name: 'German', value: 'de' },
	{ name: 'Hindi', value: 'hi' },
	{ name: 'Indonesian', value: 'id' },
	{ name: 'Italian', value: 'it' },
	{ name: 'Japanese', value: 'ja' },
	{ name: 'Korean', value: 'ko' },
	{ name: 'Malay', value: 'ms' },
	{ name: 'Polish', value: 'pl' },
	{ name: 'Portuguese', value: 'pt' },
	{ name: 'Russian', value: 'ru' },
	{ name: 'Spanish', value: 'es' },
	{ name: 'Thai', value: 'th' },
	{ name: 'Vietnamese', value: 'vi' },
];

const taskIdField = idField(
	'taskId',
	'Task ID',
	'The task_id of a file that DocFlow has read, as Upload, Fetch or the trigger gave it',
);

const targetField = choiceField({
	displayName: 'Target Language',
	name: 'targetLanguage',
	type: 'options',
	options: LANGUAGES,
	default: 'en',
	description: 'The language to translate to; by expression its code, e.g. de, zh-CN or zh-TW',
});

const sourceField = choiceField({
	displayName: 'Source Language',
	name: 'sourceLanguage',
	type: 'options',
	options: LANGUAGES,
	default: 'en',
	description: 'The language of the document. If not set, DocFlow finds it out.',
});

const optionsField = {
	displayName: 'Options',
	name: 'options',
	type: 'collection' as const,
	placeholder: 'Add option',
	default: {},
	description: 'What is seldom needed',
	options: [
		sourceField,
		{
			...waitTimeoutProperty,
			description:
				'How long to wait while DocFlow still reads the file, or another translation of it runs',
		},
	],
};

/** Not finished yet, and another translation running: both pass (DocFlow API, "Translate file extraction results"). */
const BUSY = new Set<unknown>(['1005025066', '1005025067']);

/** Fields or the cells of a row, each translated value under the translated name. */
const named = (cells: unknown): IDataObject =>
	Object.fromEntries(
		listOf(cells)
			.filter(isRecord)
			.map(({ key, translated_key, value }) => [
				textOf(translated_key) || textOf(key),
				value === undefined ? null : textOf(value),
			]),
	);

const tableOf = ({ table_name, translated_table_name, items }: Record<string, unknown>) => ({
	table_name: textOf(translated_table_name) || textOf(table_name),
	rows: listOf(items).map(named),
});

/** File → Translate (DocFlow API, "Translate file extraction results"). */
export const translateFile: Operation = {
	value: 'translate',
	name: 'Translate',
	action: 'Translate the results of a file',
	description:
		'Translate the fields and tables that DocFlow read out of a file. It waits while another translation of it runs. Not in the region Global, whose older API has no translation.',
	properties: [taskIdField, targetField, optionsField],
	execute: forEachItemOnce(
		async (context, item) => ({
			body: {
				task_id: readId(context, item, taskIdField),
				source_language: readIfSet(readChoice<string>, context, item, sourceField, 'options'),
				target_language: readChoice(context, item, targetField),
			},
			timeout: readNumber(context, item, waitTimeoutProperty, 'options'),
		}),
		async (context, { body, timeout }, itemIndex) => {
			// Only the answer that it must wait is waited through: a call whose answer is lost may have been billed.
			const ask = async (): Promise<{ busy?: true; result?: IDataObject; error?: unknown }> => {
				try {
					const { result } = await docFlowRequest(context, {
						method: 'POST',
						path: '/file/translate',
						repeat: 'once',
						body,
						timeout: timeout * 1000,
						itemIndex,
						look: 'File → Fetch, Field Names set to Translated,',
					});
					return { result };
				} catch (error) {
					const isBusy = error instanceof DocFlowError && BUSY.has(error.failureDetails.code);
					return isBusy ? { busy: true, error } : { error };
				}
			};
			const end = await waitUntil(context, {
				subject: `task ${body.task_id}`,
				read: ask,
				isDone: ({ busy }) => busy !== true,
				timeout,
				later: 'Run it again once the file is finished.',
				itemIndex,
			});
			const { result, error } = end.state ?? {};
			if (result === undefined) {
				if (end.isDone && error instanceof DocFlowError) throw error;
				const reason = error instanceof Error ? `: ${error.message}` : '';
				const message = `Task ${body.task_id} could not be translated within ${timeout} s${reason}`;
				const advice = 'Run this again later, or raise Wait Timeout.';
				throw apiError(context, { message, advice, passing: true }, itemIndex);
			}
			return {
				json: {
					translated: true,
					task_id: body.task_id,
					target_language: body.target_language,
					fields: named(result.fields),
					tables: listOf(result.tables).filter(isRecord).map(tableOf),
				},
			};
		},
	),
};
