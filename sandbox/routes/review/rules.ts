import type { FastifyInstance } from 'fastify';

import type { Context } from '../../context';
import { found } from '../../refusal';
import type { Group, Repo, Rule } from '../../service/review';
import { addPost } from '../post';
import { reviewOf } from './reviewOf';

/** `properties` is what a request says of a rule besides. */
interface Ids {
	workspace_id: string;
	repo_id: string | number;
	rule_id: string;
	group_id?: string;
}
type Body = Ids & Partial<Rule>;

const groupOf = ({ groups }: Repo, id: string): Group =>
	found(
		groups.find(({ group_id }) => group_id === id),
		'review rule group',
	);

/** Adds `review/rule`. */
export function addRules(app: FastifyInstance, context: Context): void {
	addPost<Body>(
		app,
		'/review/rule/create',
		({ workspace_id, repo_id, group_id, ...properties }) => {
			const review = reviewOf(context, workspace_id);
			const repo = found(review.repo(repo_id), 'review rule repository');
			const group =
				group_id === undefined ? review.defaultGroup(repo, context.now()) : groupOf(repo, group_id);
			return { rule_id: review.addRule(group, properties, context.now()).rule_id };
		},
	);
	addPost<Body>(
		app,
		'/review/rule/update',
		({ workspace_id, rule_id, group_id, ...properties }) => {
			const place = found(reviewOf(context, workspace_id).rule(rule_id), 'review rule');
			const { repo, group, rule } = place;
			const target = group_id === undefined ? group : groupOf(repo, group_id);
			Object.assign(rule, properties);
			if (target === group) return;
			group.rules.splice(group.rules.indexOf(rule), 1);
			target.rules.push(rule);
		},
	);
	addPost<Body>(app, '/review/rule/delete', ({ workspace_id, rule_id }) => {
		const { group, rule } = found(reviewOf(context, workspace_id).rule(rule_id), 'review rule');
		group.rules.splice(group.rules.indexOf(rule), 1);
	});
}
