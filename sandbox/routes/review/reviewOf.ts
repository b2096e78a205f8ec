import type { Context } from '../../context';
import { Review } from '../../service/review';
import { workspaceOf } from '../post';

/** The repositories and reviews of a workspace. @throws Refusal when there is no such workspace. */
export function reviewOf(context: Context, id: unknown): Review {
	const { workspace_id } = workspaceOf(context, id);
	const review = context.reviews.get(workspace_id) ?? new Review();
	context.reviews.set(workspace_id, review);
	return review;
}
