import { snowflake } from './ids';

/** What a rule leans on, as the API has it; the stand-in keeps it as it came. */
export type ReferencedField = Record<string, unknown>;

/** A rule, by the API's names. */
export interface Rule {
	rule_id: string;
	name: string;
	prompt: string;
	category_ids: string[];
	risk_level: number;
	referenced_fields: ReferencedField[];
}

/** A group of rules. */
export interface Group {
	group_id: string;
	name: string;
	rules: Rule[];
}

/** A repository of rules. */
export interface Repo {
	repo_id: string;
	name: string;
	groups: Group[];
}

/** A review as the stand-in keeps it; its state is worked out from it and the clock. */
export interface ReviewTask {
	id: string;
	name: string;
	repo: Repo;
	model: string;
	/** The `task_id` of the files, children in place of their parents. */
	extractTaskIds: string[];
	/** When its last run began. */
	started: number;
	/** When a rule was begun anew, by its id. */
	restarted: Map<string, number>;
}

/** A rule and where it stands. */
interface Place {
	repo: Repo;
	group: Group;
	rule: Rule;
}

/** The group of rules that are in none. */
const DEFAULT_GROUP = 'Default';

/** The repositories and reviews of a workspace. */
export class Review {
	repos: Repo[] = [];
	tasks: ReviewTask[] = [];

	/** A new repository. */
	addRepo(name: string, now: number): Repo {
		const repo = { repo_id: snowflake(now), name, groups: [] };
		this.repos.push(repo);
		return repo;
	}

	/** The repository of an id, which may come as a number, a long one with an `n` behind it. */
	repo(id: unknown): Repo | undefined {
		return this.repos.find(({ repo_id }) => repo_id === String(id).replace(/n$/, ''));
	}

	/** A new group of a repository. */
	addGroup(repo: Repo, name: string, now: number): Group {
		const group = { group_id: snowflake(now), name, rules: [] };
		repo.groups.push(group);
		return group;
	}

	/** The group of an id, with its repository. */
	group(id: unknown): Pick<Place, 'repo' | 'group'> | undefined {
		for (const repo of this.repos)
			for (const group of repo.groups) if (group.group_id === id) return { repo, group };
		return undefined;
	}

	/** The group into which a rule goes that names none. */
	defaultGroup(repo: Repo, now: number): Group {
		return (
			repo.groups.find(({ name }) => name === DEFAULT_GROUP) ??
			this.addGroup(repo, DEFAULT_GROUP, now)
		);
	}

	/** A new rule. */
	addRule(group: Group, properties: Partial<Rule>, now: number): Rule {
		const rule = {
			name: '',
			prompt: '',
			category_ids: [],
			risk_level: 20,
			referenced_fields: [],
			...properties,
			rule_id: snowflake(now),
		};
		group.rules.push(rule);
		return rule;
	}

	/** The rule of an id, with where it stands. */
	rule(id: unknown): Place | undefined {
		for (const repo of this.repos)
			for (const group of repo.groups)
				for (const rule of group.rules) if (rule.rule_id === id) return { repo, group, rule };
		return undefined;
	}

	/** A new review of files. */
	addTask(
		task: Pick<ReviewTask, 'name' | 'repo' | 'model' | 'extractTaskIds'>,
		now: number,
	): ReviewTask {
		// Rules that change later do not change a review that was made by them.
		const repo = structuredClone(task.repo);
		const added = { ...task, repo, id: snowflake(now), started: now, restarted: new Map() };
		this.tasks.push(added);
		return added;
	}

	/** The review of an id. */
	task(id: unknown): ReviewTask | undefined {
		return this.tasks.find((one) => one.id === id);
	}
}

/** A repository in the API's shape: with the categories that its rules are for. */
export const repoRecord = (repo: Repo) => ({
	...repo,
	category_ids: [
		...new Set(repo.groups.flatMap(({ rules }) => rules.flatMap((rule) => rule.category_ids))),
	],
});
