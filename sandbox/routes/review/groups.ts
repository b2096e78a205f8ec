import type { FastifyInstance } from 'fastify';

import type { Context } from '../../context';
import { found } from '../../refusal';
import type { Review } from '../../service/review';
import { addPost } from '../post';
import { reviewOf } from './reviewOf';

interface Body {
	workspace_id: string;
	repo_id: string | number;
	group_id: string;
	name?: string;
}

const groupIn = (review: Review, id: unknown) => found(review.group(id), 'review rule group');

/** Adds `review/rule_group`. */
export function addGroups(app: FastifyInstance, context: Context): void {
	addPost<Body>(app, '/review/rule_group/create', ({ workspace_id, repo_id, name = '' }) => {
		const review = reviewOf(context, workspace_id);
		const repo = found(review.repo(repo_id), 'review rule repository');
		return { group_id: review.addGroup(repo, name, context.now()).group_id };
	});
	addPost<Body>(app, '/review/rule_group/update', ({ workspace_id, group_id, name }) => {
		const { group } = groupIn(reviewOf(context, workspace_id), group_id);
		if (name !== undefined) group.name = name;
	});
	addPost<Body>(app, '/review/rule_group/delete', ({ workspace_id, group_id }) => {
		const { repo, group } = groupIn(reviewOf(context, workspace_id), group_id);
		repo.groups.splice(repo.groups.indexOf(group), 1);
	});
}
