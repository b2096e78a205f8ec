import { mkdirSync } from 'fs';
import { join } from 'path';
import type { Locator, Page } from 'playwright-core';

/** A builder's hand: what it does in n8n's editor with mouse and keys. */
export class Hand {
	private pictures = 0;

	/** @param folder Where a picture of each step goes. */
	constructor(
		readonly page: Page,
		private readonly folder: string,
	) {
		mkdirSync(folder, { recursive: true });
	}

	private part = (id: string): Locator => this.page.locator(`[data-test-id="${id}"]`);
	private field = (parameter: string): Locator => this.part(`parameter-input-${parameter}`).last();

	/** Takes a picture of the page. */
	async picture(name: string): Promise<void> {
		const number = String(++this.pictures).padStart(2, '0');
		await this.page.screenshot({ path: join(this.folder, `${number}-${name}.png`) });
	}

	/** Puts a node behind the last one of the canvas, by its name and action in the list of nodes. Its panel opens. */
	async add(node: string, action: string): Promise<void> {
		await this.part('zoom-to-fit').click();
		await this.part('canvas-handle-plus').last().click();
		await this.part('node-creator-search-bar').fill(node);
		await this.part('node-creator-item-name').getByText(node, { exact: true }).click();
		await this.picture(`choose ${action}`);
		await this.part('node-creator').getByText(action, { exact: true }).click();
		await this.part('node-parameters').waitFor();
	}

	/** Opens one more entry of the panel's options. */
	async option(name: string): Promise<void> {
		await this.part('collection-parameter-add').first().click();
		await this.page.getByText(name, { exact: true }).last().click();
	}

	/** Picks an entry of a list that is searched. */
	async pick(parameter: string, search: string, entry: string): Promise<void> {
		await this.field(parameter).locator('input').last().click();
		await this.part('rlc-item').first().waitFor();
		await this.picture(`list of ${parameter}`);
		await this.part('rlc-search').last().fill(search);
		await this.part('rlc-item').getByText(entry, { exact: true }).first().click();
	}

	/** Picks several entries of a list. Returns all that it offers. */
	async pickMany(parameter: string, entries: string[]): Promise<string[]> {
		const field = this.field(parameter);
		await field.locator('input:enabled').first().waitFor();
		await field.locator('.el-select').click();
		const offered = this.page.locator('.el-select-dropdown__item:visible');
		await offered.getByText(entries[0], { exact: true }).waitFor();
		await this.picture(`list of ${parameter}`);
		const all = await offered.allInnerTexts();
		for (const entry of entries) await offered.getByText(entry, { exact: true }).click();
		await this.page.keyboard.press('Escape');
		return all;
	}

	/** Switches a switch. */
	async flip(parameter: string): Promise<void> {
		await this.field(parameter).locator('.el-switch').click();
	}

	/** Presses a button of the panel. */
	async press(label: string): Promise<void> {
		await this.part('node-parameters').getByText(label, { exact: true }).click();
	}

	/** Writes a text into a field. */
	async write(parameter: string, text: string): Promise<void> {
		await this.field(parameter).locator('input, textarea').last().fill(text);
	}

	/** Shows the values of an earlier node in the panel, to drag them. */
	async unfold(node: string): Promise<void> {
		const inputs = this.part('ndv-input-panel');
		await inputs.locator('[data-test-id="run-data-schema-header"]', { hasText: node }).click();
	}

	/** Drags a value of an earlier node onto a field. */
	async drag(value: string, parameter: string): Promise<void> {
		const from = this.part('ndv-input-panel').locator(`[data-name="${value}"]`).first();
		await from.dragTo(this.field(parameter));
		// What stands in a field counts when the field is left.
		const entered = this.field(parameter).locator('.cm-focused');
		await entered.waitFor();
		await this.part('tab-params').click();
		await entered.waitFor({ state: 'detached' });
	}

	/** Runs the node whose panel is open. */
	async run(): Promise<void> {
		await this.part('node-execute-button').click();
		await this.part('output-panel')
			.getByText(/^\d+ items?$/)
			.waitFor();
	}

	/** Waits until the output in the panel shows these texts. */
	async shows(...texts: string[]): Promise<void> {
		for (const text of texts) await this.part('output-panel').getByText(text).first().waitFor();
	}

	/** Closes the panel. */
	async close(): Promise<void> {
		await this.part('ndv-close-button').click();
	}
}
