import { join } from 'path';
import type { Page } from 'playwright-core';

import { OWNER } from '../demo/host/rest';

/** Where the pictures go. */
export const folder = join(__dirname, '..', 'docs', 'images');

type Clip = { x: number; y: number; width: number; height: number };

/** The middle of an opened node, where its parameters are, down to the last of them. The mouse leaves it: it shows buttons. */
export async function panel(page: Page): Promise<Clip> {
	await page.mouse.move(0, 0);
	const fields = page.locator('[data-test-id="node-parameters"] [data-test-id*="parameter-"]');
	const boxes = await Promise.all((await fields.all()).map(async (one) => await one.boundingBox()));
	const bottom = Math.max(...boxes.map((box) => (box === null ? 0 : box.y + box.height)));
	return { x: 510, y: 26, width: 421, height: Math.ceil(bottom) };
}

/** Signs in to n8n's editor as the demo's owner. */
export async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(OWNER.email);
	await page.locator('input[type=password]').first().fill(OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((address) => !address.pathname.includes('signin'));
}

/** Saves a picture of the page, or of a part of it, once it holds still. */
export async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
	await page.waitForTimeout(1200);
	await page.screenshot({ path: join(folder, name), clip });
	console.log(`docs/images/${name}`);
}

/** Opens the panel of a node on the canvas. */
export async function openNode(page: Page, node: string): Promise<void> {
	await page
		.locator(`[data-node-name="${node}"], [data-test-id="canvas-node"]:has-text("${node}")`)
		.first()
		.dblclick();
	await page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first().waitFor();
}

/** Runs the workflow on the canvas by its button. */
export async function execute(page: Page): Promise<void> {
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.locator('text=/executed successfully/i').first().waitFor();
}
