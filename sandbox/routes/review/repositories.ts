import type { FastifyInstance } from 'fastify';

import { type Context, PREFIX } from '../../context';
import { success } from '../../envelope';
import { found } from '../../refusal';
import { repoRecord, type Review } from '../../service/review';
import { pageOf } from '../pageOf';
import { addPost } from '../post';
import { reviewOf } from './reviewOf';

interface Body {
	workspace_id: string;
	repo_id: string | number;
	repo_ids: Array<string | number>;
	name?: string;
}

const repoIn = (review: Review, id: unknown) => found(review.repo(id), 'review rule repository');

/** Adds `review/rule_repo`. */
export function addRepositories(app: FastifyInstance, context: Context): void {
	addPost<Body>(app, '/review/rule_repo/create', ({ workspace_id, name = '' }) => {
		const { repo_id } = reviewOf(context, workspace_id).addRepo(name, context.now());
		return { repo_id };
	});
	addPost<Body>(app, '/review/rule_repo/update', ({ workspace_id, repo_id, name }) => {
		const repo = repoIn(reviewOf(context, workspace_id), repo_id);
		if (name !== undefined) repo.name = name;
	});
	addPost<Body>(app, '/review/rule_repo/delete', ({ workspace_id, repo_ids }) => {
		const review = reviewOf(context, workspace_id);
		const doomed = repo_ids.map((id) => repoIn(review, id));
		review.repos = review.repos.filter((repo) => !doomed.includes(repo));
	});
	app.get(`${PREFIX}/review/rule_repo/list`, (request) => {
		const { query } = context.call(request).seen;
		const all = reviewOf(context, query.workspace_id).repos.map(repoRecord);
		return success(pageOf(context, query, 'repos', all, {}, 10));
	});
	app.get(`${PREFIX}/review/rule_repo/get`, (request) => {
		const { workspace_id, repo_id } = context.call(request).seen.query;
		return success(repoRecord(repoIn(reviewOf(context, workspace_id), repo_id)));
	});
}
