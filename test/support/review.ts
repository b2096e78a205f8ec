import type { IDataObject } from 'n8n-workflow';

import { PREFIX } from '../../sandbox/context';
import { uploadTexts } from './files';

/** Does something below `review/` in the sandbox, without the node. Returns its `result`. */
async function postReview(
	credential: IDataObject,
	path: string,
	body: object,
): Promise<Record<string, string>> {
	const answer = await fetch(`${String(credential.baseUrl)}${PREFIX}/review/${path}`, {
		method: 'POST',
		headers: {
			'x-ti-app-id': String(credential.appId),
			'x-ti-secret-code': String(credential.secretCode),
			'content-type': 'application/json',
		},
		body: JSON.stringify({ workspace_id: credential.workspaceId, ...body }),
	});
	const {
		code,
		msg,
		result = {},
	} = (await answer.json()) as {
		code: number;
		msg: string;
		result?: Record<string, string>;
	};
	if (code !== 200) throw new Error(`${path}: ${msg}`);
	return result;
}

/** A repository with a group `Amounts` and rules by their prompts, whose names are `Rule 1` and so on. */
export async function addRepository(credential: IDataObject, ...prompts: string[]) {
	const { repo_id } = await postReview(credential, 'rule_repo/create', { name: 'Invoices' });
	const group = { repo_id, name: 'Amounts' };
	const { group_id } = await postReview(credential, 'rule_group/create', group);
	const rule_ids: string[] = [];
	for (const prompt of prompts) {
		const rule = { repo_id, group_id, name: `Rule ${rule_ids.length + 1}`, prompt };
		rule_ids.push((await postReview(credential, 'rule/create', rule)).rule_id);
	}
	return { repo_id, group_id, rule_ids };
}

/** A review of one uploaded text. */
export async function addReview(credential: IDataObject, text: string, ...prompts: string[]) {
	const repository = await addRepository(credential, ...prompts);
	const [file] = await uploadTexts(credential, { 'a.txt': text });
	const submission = {
		repo_id: repository.repo_id,
		name: 'Review',
		batch_number: file.batch_number,
	};
	const { task_id } = await postReview(credential, 'task/submit', submission);
	return { ...repository, file, task_id };
}
