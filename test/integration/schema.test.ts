import { uploadTexts } from '../support/files';
import { trigger } from '../support/poll';
import { useSandbox } from '../support/sandbox';
import { expectSchema } from '../support/schema';

let credential: Record<string, string>;
let now: number;
beforeEach(() => (now = Date.parse('2026-11-20T08:00:00Z')));
useSandbox((started) => ({ credential } = started), { now: () => now, stepMs: 1000 });

test('the trigger gives what n8n shows of it before the first run (else: npm run schemas)', async () => {
	const node = trigger({}, credential);
	await node.poll();
	await uploadTexts(credential, { 'a.txt': 'Total: 5' });
	await uploadTexts(credential, { 'b.txt': 'Number: 6' });
	now += 60_000;
	const batches = (await node.poll()).map(({ json }) => json);
	expect(batches.length).toBe(2);
	expectSchema('v1.0.0', batches);
});
