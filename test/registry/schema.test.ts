import { readdirSync } from 'fs';
import { join } from 'path';

import { skipPauses } from '../support/clock';
import { run } from '../support/n8n';
import { useSandbox } from '../support/sandbox';
import { expectSchema } from '../support/schema';
import { minimalOf, OPERATIONS } from './minimal';

let credential: Record<string, string>;
useSandbox((started) => ({ credential } = started));

const pathOf = ({ resource, operation }: (typeof OPERATIONS)[number]['chosen']) =>
	`${resource}/${operation}.json`;

test.each(OPERATIONS)(
	'$name gives what n8n shows of it before the first run (else: npm run schemas)',
	async ({ name, chosen }) => {
		const { parameters, items } = minimalOf(name);
		const input = await items(credential);
		skipPauses();
		const output = await run({
			parameters: { ...chosen, ...parameters },
			credential,
			items: input,
		});
		expect(output.length).toBeGreaterThan(1);
		// What is more an agent would have to read each time; but for a document, whose columns are fixed.
		for (const { json } of output)
			if (!('file_key' in json)) expect(Object.keys(json).length).toBeLessThanOrEqual(10);
		expectSchema(
			`v1.0.0/${chosen.resource}/${chosen.operation}`,
			output.map(({ json }) => json),
		);
	},
);

test('n8n is told of no operation that there is none', () => {
	const folder = join(__dirname, '../../nodes/DocFlow/__schema__/v1.0.0');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const told = files.filter((path) => path.endsWith('.json'));
	expect(told.sort()).toEqual(OPERATIONS.map(({ chosen }) => pathOf(chosen)).sort());
});
