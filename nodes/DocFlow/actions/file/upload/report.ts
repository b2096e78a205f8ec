import type { IExecuteFunctions } from 'n8n-workflow';

import { fatesOf, type SentBatch } from '../../../delivery';
import { fetchFiles } from '../../../files/list';
import { laterAdvice, unfinishedJson, type Waited, waitForFiles } from '../../../files/wait';
import { toItems } from '../../../output';
import { waitTimeoutProperty } from '../../../parameters/fields';
import { outputProperty, readOutput } from '../../../parameters/output';
import { readNumber } from '../../../parameters/read';
import { limitTo } from '../../../transport/limit';
import { safeText } from '../../../transport/safeText';
import type { Results } from '../../operation';
import { originJson, takenJson } from './itemJson';

/** What went up, for the one error of a run that stops: these must not be sent again. */
function alreadyNote(batches: SentBatch[]): string {
	const already = batches
		.filter(({ taken }) => taken.length > 0)
		.map(
			({ batchNumber, taken }) =>
				`${taken.map(([file]) => file.name).join(', ')} (batch ${batchNumber})`,
		);
	return already.length > 0 ? `Already uploaded in this run: ${already.join('; ')}.` : '';
}

/** Adds a sentence to what an error says to do, unless it stands there already. */
export function addNote(error: unknown, text: string): void {
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
		for (const { file, error } of failed) {
			addNote(error, note);
			results.fail([file.item], error, [{ batch_number: batchNumber, ...originJson(file) }]);
		}
}

/** Adds an item for each file that DocFlow took. */
export function addTaken(sent: SentBatch[], results: Results): void {
	for (const { batchNumber, taken } of sent)
		for (const [file, one] of taken) results.add([file.item], [takenJson(batchNumber, file, one)]);
}

/** Batches that are asked for at the same time. */
const PARALLEL_LOOKS = 5;

/** How the wait for a batch ended; `error` is any error, where DocFlow refused the question. */
type Awaited = Omit<Waited, 'error'> & { error?: unknown };

/** Waits for the files of this run in a batch. Files it held before are neither waited for nor given out. */
async function waitForBatch(
	context: IExecuteFunctions,
	{ batchNumber, workspace, taken }: SentBatch,
	inTurn: ReturnType<typeof limitTo>,
): Promise<Awaited> {
	const [[{ item: itemIndex }]] = taken;
	const query = { workspace_id: workspace, batch_number: batchNumber };
	const expected = taken.map(([, file]) => file);
	const ids = new Set(expected.map(({ id }) => id));
	const load = async () => await fetchFiles(context, query, itemIndex);
	try {
		return await waitForFiles(context, {
			subject: `batch ${batchNumber}`,
			load: async () => (await inTurn(load)).filter(({ id }) => ids.has(id)),
			expected,
			timeout: readNumber(context, itemIndex, waitTimeoutProperty, 'options'),
			itemIndex,
		});
	} catch (error) {
		addNote(error, laterAdvice(`batch ${batchNumber}`));
		const unfinished = expected.map((file) => ({ file, status: 'unknown' }));
		return { finished: [], unfinished, error };
	}
}

/**
 * Waits for all batches side by side, so that one Wait Timeout holds for all, and adds the items of their files, each
 * paired with the input file it was; an error for each that is not finished. The one error of a run that stops also
 * names the other batches: nothing else tells their numbers.
 */
export async function addResults(
	context: IExecuteFunctions,
	sent: SentBatch[],
	results: Results,
): Promise<void> {
	const inTurn = limitTo(PARALLEL_LOOKS);
	const waited = await Promise.all(
		sent.map(async (batch) => ({ batch, ...(await waitForBatch(context, batch, inTurn)) })),
	);
	for (const { batch, finished, unfinished, error } of waited) {
		if (error !== undefined && !context.continueOnFail())
			addNote(error, alreadyNote(sent.filter((other) => other !== batch)));
		const done = new Map(finished.map((file) => [file.id, file]));
		const late = new Map(unfinished.map((one) => [one.file.id, one]));
		for (const [{ item, origin }, { id }] of batch.taken) {
			const [file, open] = [done.get(id), late.get(id)];
			if (file !== undefined)
				results.add(
					[item],
					toItems(file, readOutput(context, item, outputProperty), batch.batchNumber),
				);
			if (open !== undefined)
				results.fail([item], error, [
					{ ...unfinishedJson(open), batch_number: batch.batchNumber, ...origin },
				]);
		}
	}
}
