import { dataOf, documentOf, parserParams } from './data';
import { categoryOf, failureOf, isEnd, isParent, statusOf, type Stored } from './store';

/** What a request wants added to the records, and where links are to lead. */
export interface Wishes {
	document: boolean;
	detailUrl: boolean;
	imageUrl: boolean;
	/** The address of the stand-in as the client sees it. */
	base: string;
}

/** Wishes by the query of a request. */
export const wishesOf = (query: Record<string, string>, base: string): Wishes => ({
	document: query.with_document === 'true',
	detailUrl: query.with_task_detail_url === 'true',
	imageUrl: query.with_image_url === 'true',
	base,
});

function pagesOf(
	{ content, format, query }: Stored,
	taskId: string,
	status: number,
	{ imageUrl, base }: Wishes,
) {
	const dpi = format === 'pdf' ? Number(query.parser_dpi ?? 144) : 0;
	const made = status === 1 || status === 10;
	return content.pages.map((_lines, page) => ({
		page,
		angle: 0,
		width: 1024,
		height: 1448,
		dpi,
		...(imageUrl && { image_url: made ? `${base}/__sandbox/images/${taskId}/${page}.png` : null }),
	}));
}

function childrenOf(file: Stored, status: number, common: object, wishes: Wishes) {
	if (!isParent(file) || status === 2 || !isEnd(status)) return [];
	const split = file.query.split_flag === 'true';
	return file.children.map(({ id, taskId, category, pages: own }, at) => {
		const pages = pagesOf(file, taskId, status, wishes);
		const half = Math.ceil(pages.length / 2);
		return {
			...common,
			// The documentation prints those of a split file without a status.
			...(split && { recognition_status: undefined }),
			...(category !== undefined && { category }),
			id,
			task_id: taskId,
			...(wishes.detailUrl && { task_detail_url: `${wishes.base}/__sandbox/tasks/${taskId}` }),
			task_type: split ? 0 : 3,
			parent_task_id: file.taskId,
			name: `${file.name}#${at + 1}`,
			pages:
				own !== undefined
					? pages.filter((one) => own.includes(one.page))
					: pages.length < 2
						? pages
						: pages.slice(at * half, at * half + half),
			...(!split && {
				from_parent_position_list: [
					0,
					at * 724,
					1024,
					at * 724,
					1024,
					at * 724 + 724,
					0,
					at * 724 + 724,
				],
				crop_info: { page: 0, imageAngle: '0' },
			}),
		};
	});
}

/** A file's record in the shape of the API's "Get File Processing Result List". */
export function record(file: Stored, now: number, stepMs: number, wishes: Wishes) {
	const status = statusOf(file, now, stepMs);
	const common = {
		batch_number: file.batch,
		format: file.format,
		recognition_status: status,
		verification_status: file.verification,
		category: categoryOf(file, status),
		data: dataOf(file, status === 1),
		...(wishes.document && (status === 1 || status === 10) && { document: documentOf(file) }),
	};
	return {
		...common,
		id: file.id,
		task_id: file.taskId,
		...(wishes.detailUrl && { task_detail_url: `${wishes.base}/__sandbox/tasks/${file.taskId}` }),
		task_type: isParent(file) ? 2 : 1,
		name: file.name,
		pages: pagesOf(file, file.taskId, status, wishes),
		...(status === 2 && { failure_causes: failureOf(file) }),
		// Each run takes a little longer, so that a retry can be told from the run before.
		...(isEnd(status) && { duration_ms: 1100 + 100 * file.runs }),
		total_page_num: file.content.pages.length,
		parser_params: parserParams(file),
		child_files: childrenOf(file, status, common, wishes),
	};
}
