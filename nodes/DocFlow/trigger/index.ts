import { createHash } from 'crypto';
import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../transport/unreadable';
import type { Fired } from './batches';
import { eventOf } from './events';
import { itemsOf } from './items';
import { latest } from './latest';
import { type PollParameters, readParameters } from './parameters';
import { poll } from './poll';
import { type WorkspaceReader, workspaceReader } from './reader';
import { recall, remind } from './recalled';
import { readSaved, save, type Saved } from './saved';
import { LIMITS, type PollState } from './state';
import { beginStock } from './stock';
import { takeStock } from './takeStock';
import { type HasTime, isDurablePoll, timeOf } from './time';

/**
 * The triggers that are polling, by what n8n gives them as memory. It starts a poll on time even when the one before has
 * not ended, and both would give out the same batches. A workflow that is published anew has a memory of its own: n8n
 * throws away what a poll of its former self still finds, so that must not keep the new one from finding it.
 */
const polling = new Set<unknown>();

/** A hash of all that a state depends on: in another workflow, under another credential, event or filter it means nothing. */
async function scopeOf(
	context: IPollFunctions,
	{ workspaceId, settings }: PollParameters,
): Promise<string> {
	const credential = await context.getCredentials('docFlowApi');
	const { event, category, outcome, verdict } = settings;
	const { region, baseUrl, appId } = credential;
	const { id } = context.getWorkflow();
	const parts = [id, region, baseUrl, appId, workspaceId, event, category, outcome, verdict];
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** A test in the editor: what would fire last. State is neither read nor written. */
async function example(
	context: IPollFunctions,
	{ workspaceId, settings, output }: PollParameters,
): Promise<INodeExecutionData[][]> {
	const found = await latest(workspaceReader(context, workspaceId), settings);
	if (found !== undefined) return [itemsOf(found, output)];
	const { noun, adjective } = eventOf(settings.event);
	const wait =
		adjective === 'verified'
			? 'confirm or reject a document in the DocFlow web pages'
			: 'upload a document with DocFlow → File → Upload or in the DocFlow web pages, wait until DocFlow is done with it';
	throw new NodeOperationError(
		context.getNode(),
		`There is no ${adjective} ${noun} in this workspace to show yet`,
		{
			description: `First ${wait}, then test again. If there are filters, check that a ${adjective} ${noun} passes them.`,
		},
	);
}

const DAMAGED =
	'DocFlow Trigger: what the trigger remembers is damaged or of another version, and is set aside. It takes stock anew and goes on from what can still be read; a few documents may come again.';

/** The state after a poll from a state, or after the first one, and what fires. */
async function step(
	reader: WorkspaceReader,
	state: PollState | undefined,
	{ isDamaged, remains }: Saved,
	scope: string,
	settings: PollParameters['settings'],
	hasTime: HasTime,
): Promise<{ fired: Fired[]; state: PollState }> {
	if (state !== undefined) return await poll(reader, state, settings, LIMITS, hasTime);
	if (isDamaged) reader.warn(DAMAGED);
	const begun = await beginStock(reader, scope, LIMITS, remains);
	return { fired: [], state: await takeStock(reader, begun, settings, LIMITS, hasTime) };
}

/** A poll of an active workflow. Its state is written last. */
async function pollOnce(
	context: IPollFunctions,
	{ workspaceId, settings, output }: PollParameters,
	key: string,
): Promise<INodeExecutionData[]> {
	const reader = workspaceReader(context, workspaceId);
	const scope = await scopeOf(context, { workspaceId, settings, output });
	const saved = readSaved(context, scope);
	const isDurable = isDurablePoll(context);
	const begun = isDurable ? recall(key, scope, saved.state, reader.now()) : saved.state;
	if (begun === 'wait') return [];
	const { fired, state } = await step(reader, begun, saved, scope, settings, timeOf(context));
	const items = fired.flatMap((one) => itemsOf(one, output));
	save(context, state);
	remind(key, scope, saved.state, begun, state, items.length > 0, reader.now());
	return items;
}

/**
 * The trigger's poll: the first one takes stock and gives nothing, later ones give what has become due since. An error
 * leaves the state as it was, and the next poll covers the same time. Null means that nothing fired.
 * @throws DocFlowError when DocFlow can't be read; NodeOperationError for a wrong parameter.
 */
export async function runPoll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = await readParameters(context);
	const fail = (error: unknown) => {
		throw toNodeError(context, error);
	};
	if (context.getMode() === 'manual') return await example(context, parameters).catch(fail);
	const memory = context.getWorkflowStaticData('node');
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (polling.has(isDurablePoll(context) ? key : memory)) return null;
	polling.add(memory).add(key);
	try {
		const items = await pollOnce(context, parameters, key).catch(fail);
		return items.length > 0 ? [items] : null;
	} finally {
		polling.delete(memory);
		polling.delete(key);
	}
}
