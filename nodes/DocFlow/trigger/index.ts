import { createHash } from 'crypto';
import {
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { toNodeError } from '../transport/unreadable';
import { baseline } from './baseline';
import { itemsOf } from './items';
import { latest } from './latest';
import { type PollParameters, readParameters } from './parameters';
import { poll } from './poll';
import { workspaceReader } from './reader';
import { isPollState, LIMITS } from './state';

/** The part of n8n's time for a poll after which no further batch is read; the last one must end in it too. */
const SHARE = 0.6;

/**
 * The memories of triggers that are polling. n8n starts a poll on time even when the one before has not ended, and both
 * would give out the same batches. A workflow that is published anew has a memory of its own: n8n throws away what a
 * poll of its former self still finds, so that must not keep the new one from finding it.
 */
const polling = new WeakSet<object>();

/** A hash of all that a state depends on: under another credential, workspace, event or filter it means nothing. */
async function scopeOf(
	context: IPollFunctions,
	{ workspaceId, settings }: PollParameters,
): Promise<string> {
	const credential = await context.getCredentials('docFlowApi');
	const { event, category, outcome } = settings;
	const { region, baseUrl, appId } = credential;
	const parts = [region, baseUrl, appId, workspaceId, event, category, outcome];
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** Whether there is time for another batch, on an n8n that says how long a poll may take. */
function timeKeeper(context: IPollFunctions): () => boolean {
	const { getPollBudgetMs } = context as { getPollBudgetMs?: () => number | undefined };
	const budget = getPollBudgetMs?.call(context);
	const end = budget === undefined ? Infinity : Date.now() + budget * SHARE;
	return () => Date.now() < end;
}

/** A test in the editor: the newest finished batch. State is neither read nor written. */
async function example(
	context: IPollFunctions,
	{ workspaceId, settings, output }: PollParameters,
): Promise<INodeExecutionData[][]> {
	const found = await latest(workspaceReader(context, workspaceId), settings.event, settings);
	if (found !== undefined) return [itemsOf(found, output)];
	const what = settings.event === 'batchFinished' ? 'batch' : 'file';
	throw new NodeOperationError(
		context.getNode(),
		`There is no finished ${what} in this workspace to show yet`,
		{
			description: `Upload a document with DocFlow → File → Upload or in the DocFlow web pages, wait until DocFlow is done with it, then test again. If there are filters, check that a finished ${what} passes them.`,
		},
	);
}

/** A poll of an active workflow. Its state is written last. */
async function pollOnce(
	context: IPollFunctions,
	parameters: PollParameters,
	kept: IDataObject,
): Promise<INodeExecutionData[]> {
	const { workspaceId, settings, output } = parameters;
	const reader = workspaceReader(context, workspaceId);
	const scope = await scopeOf(context, parameters);
	// A copy: n8n watches what it hands out for changes.
	const state: unknown =
		kept.state === undefined ? undefined : JSON.parse(JSON.stringify(kept.state));
	if (!isPollState(state) || state.scope !== scope) {
		Object.assign(kept, { state: await baseline(reader, scope, settings, LIMITS) });
		return [];
	}
	const { fired, state: next } = await poll(reader, state, settings, LIMITS, timeKeeper(context));
	const items = fired.flatMap((one) => itemsOf(one, output));
	Object.assign(kept, { state: next });
	return items;
}

/**
 * The trigger's poll: the first one takes stock and gives nothing, later ones give what has finished since. An error
 * leaves the state as it was, and the next poll covers the same time. Null means that nothing fired.
 * @throws DocFlowError when DocFlow can't be read; NodeOperationError for a wrong parameter.
 */
export async function runPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = await readParameters(context);
	const fail = (error: unknown) => {
		throw toNodeError(context, error);
	};
	if (context.getMode() === 'manual') return await example(context, parameters).catch(fail);
	const kept = context.getWorkflowStaticData('node');
	if (polling.has(kept)) return null;
	polling.add(kept);
	try {
		const items = await pollOnce(context, parameters, kept).catch(fail);
		return items.length > 0 ? [items] : null;
	} finally {
		polling.delete(kept);
	}
}
