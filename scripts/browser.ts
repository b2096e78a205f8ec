import { existsSync } from 'fs';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Where Debian puts it. */
const INSTALLED = '/usr/bin/chromium';

/** Starts Chromium without a window: that of `CHROMIUM`, else Debian's. @throws Error saying how to install it. */
export async function startBrowser(): Promise<Browser> {
	const executablePath = process.env.CHROMIUM ?? INSTALLED;
	if (!existsSync(executablePath))
		throw new Error(
			`There is no browser at ${executablePath}. Install Chromium (Debian: apt-get install chromium), or say in CHROMIUM where it is.`,
		);
	return await chromium.launch({ executablePath, args: FLAGS });
}
