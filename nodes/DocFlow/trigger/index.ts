import { createHash } from 'crypto';
import { type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';

import { baseline } from './baseline';
import { itemsOf } from './items';
import { latest } from './latest';
import { oneAtATime } from './oneAtATime';
import { type PollParameters, readParameters } from './parameters';
import { poll } from './poll';
import { docFlowSource } from './source';
import { isPollState, LIMITS, type PollState } from './state';

/** The part of n8n's time for a poll after which no further batch is read; the last one must end in it too. */
const SHARE = 0.6;

/** A hash of all that a state depends on: under another credential, workspace, event or filter it means nothing. */
async function scopeOf(context: IPollFunctions, { workspaceId, settings }: PollParameters): Promise<string> {
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
async function example(context: IPollFunctions, { workspaceId, settings, output }: PollParameters): Promise<INodeExecutionData[][]> {
	const found = await latest(docFlowSource(context, workspaceId), settings.event, settings);
	if (found !== undefined) return [itemsOf(found, output)];
	const what = settings.event === 'batchFinished' ? 'batch' : 'file';
	throw new NodeOperationError(context.getNode(), `There is no finished ${what} in this workspace to show yet`, {
		description: `Upload a document with DocFlow → File → Upload or in the DocFlow web pages, wait until DocFlow is done with it, then test again. If there are filters, check that a finished ${what} passes them.`,
	});
}

/** What a poll gives, and the state it leaves. */
interface Polled {
	items: INodeExecutionData[];
	state: PollState;
}

/** A poll of an active workflow, going on from a state; the first one takes stock. */
async function pollFrom(context: IPollFunctions, parameters: PollParameters, scope: string, state: unknown): Promise<Polled> {
	const { workspaceId, settings, output } = parameters;
	const source = docFlowSource(context, workspaceId);
	if (!isPollState(state) || state.scope !== scope)
		return { items: [], state: await baseline(source, scope, settings, LIMITS) };
	const { fired, state: next } = await poll(source, state, settings, LIMITS, timeKeeper(context));
	return { items: fired.flatMap((one) => itemsOf(one, output)), state: next };
}

/**
 * The trigger's poll: the first one takes stock and gives nothing, later ones give what has finished since. The state is
 * written last: an error leaves it as it was, and the next poll covers the same time. Null means that nothing fired.
 * @throws DocFlowError when DocFlow can't be read; NodeOperationError for a wrong parameter.
 */
export async function runPoll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = await readParameters(this);
	if (this.getMode() === 'manual') return await example(this, parameters);
	const scope = await scopeOf(this, parameters);
	const kept = this.getWorkflowStaticData('node');
	const polled = await oneAtATime([this.getWorkflow().id, this.getNode().id, scope].join(), kept, async (left) => {
		// A copy: n8n watches what it hands out for changes.
		const own: unknown = kept.state === undefined ? undefined : JSON.parse(JSON.stringify(kept.state));
		return await pollFrom(this, parameters, scope, left ?? own);
	});
	if (polled === undefined) return null;
	Object.assign(kept, { state: polled.state });
	return polled.items.length > 0 ? [polled.items] : null;
}
