import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { fatesOf, type InputFile, type SentBatch } from '../../../delivery';
import { fetchFiles } from '../../../files/list';
import { laterAdvice, unfinishedJson, type Waited, waitForFiles } from '../../../files/wait';
import { toItems } from '../../../output';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { readWorkspace } from '../../../parameters/ids';
import { outputProperty, readOutput } from '../../../parameters/output';
import { readNumber } from '../../../parameters/read';
import { safeText } from '../../../transport/safeText';
import type { Results } from '../../operation';

/** The file's name and where it came from, as part of an output item. */
export const originJson = ({ name, origin }: InputFile): IDataObject => ({
	file_name: name,
	...origin,
});

/** What went up, for the one error of a run that stops: these must not be sent again. */
function alreadyNote(batches: SentBatch[]): string {
	const already = batches
		.filter(({ taken }) => taken.length > 0)
		.map(
			({ batchNumber, taken }) =>
				`${taken.map(([source]) => source.name).join(', ')} (batch ${batchNumber})`,
		);
	return already.length > 0 ? `Already uploaded in this run: ${already.join('; ')}.` : '';
}

function addNote(error: unknown, text: string): void {
	const withDescription = error as { description?: string | null };
	const note = safeText(text);
	if (note !== '' && !withDescription.description?.includes(note))
		withDescription.description = `${withDescription.description ?? ''} ${note}`.trim();
}

/** The fate of every file of the batches that lost an answer, and what went up in the others. */
function fatesNote(sent: SentBatch[]): string {
	const told = sent.filter(({ hadLoss }) => hadLoss);
	return [...told.map(fatesOf), alreadyNote(sent.filter(({ hadLoss }) => !hadLoss))]
		.filter(Boolean)
		.join(' ');
}

/**
 * Fails the item of each file that did not go up. The one error of a run that stops says which files did: those must
 * not be sent again. Where the workflow continues they are items of their own; each of many errors naming them would fill the memory.
 */
export function reportFailures(
	context: IExecuteFunctions,
	sent: SentBatch[],
	results: Results,
): void {
	const note = context.continueOnFail() ? '' : fatesNote(sent);
	for (const { batchNumber, failed } of sent)
		for (const { source, error } of failed) {
			addNote(error, note);
			results.fail([source.item], error, [{ batch_number: batchNumber, ...originJson(source) }]);
		}
}

/** Waits for the files of this run in a batch. Files it held before are neither waited for nor given out. */
async function waitForBatch(
	context: IExecuteFunctions,
	{ batchNumber, items: [itemIndex], taken }: SentBatch,
): Promise<Waited> {
	const query = {
		workspace_id: await readWorkspace(context, itemIndex),
		batch_number: batchNumber,
	};
	const expected = taken.map(([, file]) => file);
	const ids = new Set(expected.map(({ id }) => id));
	return await waitForFiles(context, {
		subject: `batch ${batchNumber}`,
		load: async () => (await fetchFiles(context, query, itemIndex)).filter(({ id }) => ids.has(id)),
		expected,
		timeout: readNumber(context, itemIndex, waitTimeoutProperty, 'options'),
		itemIndex,
	});
}

/**
 * Waits for a batch and adds the items of its files, each paired with its source; an error for each that is not
 * finished. The one error of a run that stops also names the `others`: nothing else tells their numbers.
 */
export async function addResults(
	context: IExecuteFunctions,
	batch: SentBatch,
	others: SentBatch[],
	results: Results,
): Promise<void> {
	const { taken, batchNumber } = batch;
	const { finished, unfinished, error } = await waitForBatch(context, batch).catch(
		(reason: unknown) => {
			addNote(reason, laterAdvice(`batch ${batchNumber}`));
			return {
				finished: [],
				unfinished: taken.map(([, file]) => ({ file, status: 'unknown' })),
				error: reason,
			};
		},
	);
	if (error !== undefined && !context.continueOnFail()) addNote(error, alreadyNote(others));
	const done = new Map(finished.map((file) => [file.id, file]));
	const late = new Map(unfinished.map((one) => [one.file.id, one]));
	for (const [source, { id }] of taken) {
		const [file, unfinished] = [done.get(id), late.get(id)];
		if (file !== undefined)
			results.add(
				[source.item],
				toItems(file, readOutput(context, source.item, outputProperty), batchNumber),
			);
		if (unfinished !== undefined)
			results.fail([source.item], error, [
				{ ...unfinishedJson(unfinished), batch_number: batchNumber, ...source.origin },
			]);
	}
}
