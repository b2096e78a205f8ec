import type { INodeParameters } from 'n8n-workflow';

import { loadOptionsContext, nodeType, type RunOptions } from '../support/n8n';
import { addRepository } from '../support/review';
import { useSandbox } from '../support/sandbox';

let credential: RunOptions['credential'];
useSandbox((started) => ({ credential } = started), { maxPage: 2 });

type Method = 'searchRepositories' | 'searchGroups' | 'searchRules';

/** Opens a list and scrolls to its end, or searches it, as n8n's editor does. */
async function choices(method: Method, parameters: INodeParameters = {}, filter?: string) {
	const { [method]: search } = nodeType.methods.listSearch;
	const ask = async (token?: string) => {
		const panel = { resource: 'reviewRule', operation: 'create', ...parameters };
		return await search.call(loadOptionsContext({ parameters: panel, credential }), filter, token);
	};
	const { results, paginationToken } = await ask();
	for (let token: unknown = paginationToken; token !== undefined;) {
		const page = await ask(String(token));
		results.push(...page.results);
		token = page.paginationToken;
	}
	return results;
}

test('repositories to the last page; groups and rules of all, named with what they are in', async () => {
	const made = [];
	for (let at = 0; at < 5; at++) made.push(await addRepository(credential, 'Total', 'Tax'));
	expect(await choices('searchRepositories')).toEqual(
		made.map(({ repo_id }) => ({ name: 'Invoices', value: repo_id })),
	);
	expect(await choices('searchGroups')).toEqual(
		made.map(({ group_id }) => ({ name: 'Invoices: Amounts', value: group_id })),
	);
	const rules = await choices('searchRules');
	expect(rules).toEqual(
		made.flatMap(({ rule_ids }) =>
			rule_ids.map((value, at) => ({ name: `Invoices: Amounts: Rule ${at + 1}`, value })),
		),
	);
	expect(await choices('searchRules', {}, 'amounts: rule 2')).toEqual(
		rules.filter(({ name }) => name.endsWith('2')),
	);
});

test('groups follow the repository in the panel, picked or entered', async () => {
	await addRepository(credential);
	const { repo_id, group_id } = await addRepository(credential);
	for (const repository of [{ __rl: true, mode: 'list', value: repo_id }, repo_id])
		expect(await choices('searchGroups', { repository })).toEqual([
			{ name: 'Amounts', value: group_id },
		]);
});

test('an error stands in place of the list, with its advice', async () => {
	await expect(choices('searchGroups', { repository: '404' })).rejects.toMatchObject({
		message: expect.stringContaining('does not exist'),
		description: expect.stringMatching(/.{20}/),
	});
	await expect(
		choices('searchRepositories', { options: { workspaceId: '1' } }),
	).rejects.toMatchObject({ description: expect.stringMatching(/.{20}/) });
});
