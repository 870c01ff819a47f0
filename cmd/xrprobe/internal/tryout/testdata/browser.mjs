// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// What the scripts that drive Chromium share: xrprobe, which serves the page, and the browser.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

export const require = createRequire("/opt/node_modules/");
const { chromium } = require("playwright-core");

// serve starts xrprobe, and returns the page's address and the function that ends it.
export async function serve(program, args = ["ask", "--serve", "127.0.0.1:0"]) {
	const server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
	const address = await new Promise((resolve, reject) => {
		createInterface({ input: server.stdout }).once("line", resolve);
		server.once("exit", (code) => reject(new Error(`xrprobe ended with ${code}`)));
	});
	return { address, end: () => new Promise((resolve) => { server.once("exit", resolve); server.kill("SIGINT"); }) };
}

// launch starts Debian's Chromium. The lab's root has no user but root, so Chromium's sandbox is off.
export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

// open opens the user agent's page, and waits until the page in its frame has asked about both modes.
export async function open(browser, address, options = {}, context = {}) {
	const its = await browser.newContext(context);
	const page = await its.newPage();
	const problems = [];
	page.on("pageerror", (error) => problems.push(String(error)));
	page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
	await page.goto(address + "?" + new URLSearchParams(options));
	await page.waitForFunction(() => window.xrprobe?.trace.filter((line) => line.includes("page calls isSessionSupported")).length === 2);
	return { page, problems, tab: page.frames().find((frame) => frame.parentFrame() === page.mainFrame()), close: () => its.close() };
}
