import type { IExecuteFunctions } from 'n8n-workflow';

import { optionsField } from '../../parameters/fields';
import { readWorkspace } from '../../parameters/ids';
import { exactId, idOfNew } from '../../transport/exactId';
import { docFlowRequest } from '../../transport/request';
import { forEachItemOnce } from '../once';
import type { Operation } from '../operation';
import { fetchRepositories, LOOK_AT_REPOSITORIES, ownNameField, readOwnName } from './repository';

const nameField = ownNameField('repository', 'e.g. Invoice Checks');

/** The id of a new repository whose answer tells no exact one: that of the only repository of its name. @throws DocFlowError. */
async function findId(
	context: IExecuteFunctions,
	{ workspace_id, name }: { workspace_id: string; name: string },
	itemIndex: number,
): Promise<string> {
	const all = await fetchRepositories(context, workspace_id, itemIndex);
	const ids = all.flatMap((one) => (one.name === name ? [one.repo_id] : []));
	const look = `Find it with ${LOOK_AT_REPOSITORIES}.`;
	const id = ids.length === 1 ? ids[0] : undefined;
	return idOfNew(context, id, `the repository "${name}"`, look, itemIndex);
}

/** Review Repository → Create (DocFlow API, "Create Review Rule Repository"). */
export const createRepository: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a review repository',
	description: 'Make an empty review repository, and get its ID; groups and rules are added to it',
	properties: [nameField, optionsField()],
	execute: forEachItemOnce(
		async (context, item) => ({
			workspace_id: await readWorkspace(context, item),
			name: readOwnName(context, item, nameField),
		}),
		async (context, body, itemIndex) => {
			const { result } = await docFlowRequest(context, {
				method: 'POST',
				path: '/review/rule_repo/create',
				repeat: 'once',
				look: LOOK_AT_REPOSITORIES,
				body,
				itemIndex,
			});
			const repo_id = exactId(result.repo_id) ?? (await findId(context, body, itemIndex));
			return { json: { repo_id, name: body.name } };
		},
	),
};
