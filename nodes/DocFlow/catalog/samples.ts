import type { List } from '../transport/list';
import type { CategoryPlace } from './categories';

/** More than a category can have. */
const PAGE_SIZE = 100;

/** The samples of a category (DocFlow API, "Get Category Sample List"). */
export const sampleList = ({ workspace_id, category_id }: CategoryPlace): List => ({
	path: '/category/sample/list',
	query: { workspace_id, category_id },
	name: 'samples',
	id: 'sample_id',
	pageSize: PAGE_SIZE,
});
