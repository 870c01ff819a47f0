// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// The user agent without what people see of it: it loads the gate, and answers the frames' xr.js.

const modes = ["inline", "immersive-vr", "immersive-ar"];

// on takes what the gate calls: post(), settle(call, result) and setTimer(id, milliseconds).
const on = { post() {}, settle() {}, setTimer() {}, message() {} };

// load compiles the gate and returns {start, names, exports}.
async function load() {
	const go = new Go();
	go.importObject.xrprobe = { post: () => on.post(), settle: (call, result) => on.settle(call, result), setTimer: (id, after) => on.setTimer(id, after) };
	const { instance } = await WebAssembly.instantiateStreaming(fetch("/gate.wasm"), go.importObject);
	return new Promise((resolve) => {
		window.xrprobeGate = (start, names) => resolve({ start, names, exports: instance.exports });
		go.run(instance);
	});
}

const loaded = load();

// Frames of other origins open their documents by a message.
window.addEventListener("message", (message) => on.message(message));

// startAgent starts a user agent, in the place of the one before. The options are those of the gate's start, and site: the origin that
// the page in the frame pretends to have, or "" for its own. The shell has showPrompt(id, origin,
// mode), withdrawPrompt(id), note(at, what), and saw(at, document, what) for what a page observes.
export async function startAgent(options, shell) {
	const { start, names, exports } = await loaded;
	const documents = new Map(); // by number
	const settling = new Map(); // the document of each call of isSessionSupported
	let lastCall = 0;

	// What the gate says is passed on when its call has returned, in the same task: a page's handler
	// may call the gate.
	const said = [];
	let passing = false;
	const later = (f) => said.push(f);
	function flush() {
		if (passing) return; // the loop below gets there
		passing = true;
		for (let i = 0; i < said.length; i++) said[i]();
		said.length = 0;
		passing = false;
	}
	const entered = (f) => (...args) => {
		const result = f(...args);
		if (said.length) flush();
		return result;
	};

	// The event loop of all documents: each message is a task.
	const tasks = new MessageChannel();
	let queued = 0, drained = [];
	on.post = () => { queued++; tasks.port1.postMessage(0); };
	tasks.port2.onmessage = () => {
		exports.runTask();
		if (said.length) flush();
		if (--queued === 0) for (const f of drained.splice(0)) f();
	};
	const idle = () => queued === 0 ? Promise.resolve() : new Promise((resolve) => drained.push(resolve));

	on.setTimer = (id, after) => setTimeout(() => {
		exports.fireTimer(id);
		if (said.length) flush();
	}, Math.ceil(after));

	on.settle = (call, result) => {
		const { document, its } = settling.get(call);
		settling.delete(call);
		later(() => {
			const error = result > 1 ? names[result] : undefined;
			if (document.traced) shell.saw(gate.now(), document, `isSessionSupported ${error ?? result === 1}`);
			document.sink.supported(its, result === 1, error);
		});
	};

	const gate = start({
		showPrompt: (...args) => later(() => shell.showPrompt(...args)),
		withdrawPrompt: (id) => later(() => shell.withdrawPrompt(id)),
		note: (at, what) => later(() => shell.note(at, what)),
	}, options);
	if (typeof gate === "string") throw new Error(gate);
	for (const name of Object.keys(gate)) gate[name] = entered(gate[name]);
	gate.now = () => exports.now();
	flush();

	// tabOf returns the frame of the top window that has a window in it.
	function tabOf(win) {
		while (win.parent !== window) win = win.parent;
		return win;
	}

	// topOrigin returns the origin of a document's page at the top level.
	function topOrigin(win, origin) {
		if (options.site) return options.site;
		try {
			return tabOf(win).location.origin;
		} catch {
			return origin; // the page at the top level is of another origin than the user agent
		}
	}

	// open opens a document, and returns the function by which xr.js calls the user agent.
	function open(win, origin, facts, sink) {
		const tab = tabOf(win);
		let tabOrigin = origin;
		try {
			tabOrigin = tab.location.origin;
		} catch { /* it is of another origin than the user agent */ }
		// A benchmark turns traced off, so that it measures no list.
		const document = { id: 0, sink, traced: true, label: win === tab ? "page" : "frame" };
		let changed = [];
		document.id = gate.open({
			origin: topOrigin(win, origin), thirdParty: origin !== tabOrigin, allowed: facts.allowed, hidden: facts.hidden,
			deviceChange: () => later(() => saw("devicechange", () => sink.deviceChange())),
		});
		documents.set(document.id, document);
		function saw(what, deliver) {
			shell.saw(gate.now(), document, what);
			deliver();
		}
		saw("is loaded", () => {});

		// change delivers the statuses that change in one task together.
		function change(id) {
			if (changed.length === 0) {
				later(() => {
					const list = changed.map((id) => [id, gate.state(document.id, id)]);
					changed = [];
					saw(`change ${list.map(([, state]) => state).join(" ")}`, () => sink.changed(list));
				});
			}
			changed.push(id);
		}

		const methods = {
			supported(its, mode) {
				if (document.traced) shell.saw(gate.now(), document, `calls isSessionSupported ${modes[mode] ?? mode}`);
				settling.set(++lastCall, { document, its });
				if (typeof mode === "number") exports.supported(document.id, mode, lastCall);
				else gate.supported(document.id, mode, lastCall);
				if (said.length) flush();
			},
			query(its, mode) {
				const status = { id: 0 };
				status.id = gate.query(document.id, mode, () => change(status.id));
				const error = status.id < 0 ? names[-status.id] : undefined;
				const state = error ? undefined : gate.state(document.id, status.id);
				saw(`query ${mode} ${error ?? state}`, () => sink.queried(its, status.id, state, error));
			},
			request(its, mode, required, optional, activated) {
				saw(`calls requestSession ${mode}`, () => {});
				gate.request(document.id, mode, required, optional, activated, (id, blend, features) => later(() => {
					const error = id < 0 ? names[-id] : undefined;
					document.session = id;
					saw(`requestSession ${error ?? "a session"}`, () => sink.requested(its, id, blend, features, error));
				}), () => later(() => saw("the session ends", () => sink.ended(document.session))));
			},
			end: (_, session) => gate.end(session),
			visible: (_, visible) => gate.setVisible(document.id, visible),
			freeze: () => gate.freeze(document.id),
			thaw: () => gate.thaw(document.id),
			close() {
				if (documents.delete(document.id)) saw("is gone", () => gate.close(document.id));
			},
		};
		return (name, ...args) => methods[name](...args);
	}

	on.message = ({ data, origin, source, ports: [port] }) => {
		if (data?.xrprobe !== "open" || !port || !source || source === window) return;
		const sink = new Proxy({}, { get: (_, name) => (...args) => port.postMessage([name, ...args]) });
		const call = open(source, origin, data.facts, sink);
		port.onmessage = ({ data: message }) => call(...message);
	};

	// advance lets time pass on the virtual clock, and every task run that is due.
	async function advance(milliseconds) {
		const until = gate.now() + milliseconds;
		await idle();
		for (let more = true; more;) {
			more = gate.step(until);
			await idle();
		}
	}

	return { ...gate, open, advance, idle, documents };
}
