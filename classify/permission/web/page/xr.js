// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// The thin navigator.xr and navigator.permissions.query of a page in a frame of the user agent. It
// runs before the page's own scripts. What it does not know, it asks the user agent in the top window,
// by a call if that has the same origin, and else by messages.
(() => {
	"use strict";
	if (window === window.top || !window.isSecureContext) return;

	const modes = ["inline", "immersive-vr", "immersive-ar"];
	const permission = "xr-session-supported";
	const calls = new Map(); // what waits for an answer, by number
	const statuses = new Map(); // by number
	const sessions = new Map();
	let lastCall = 0;

	// allows reports whether this document's policy allows a feature.
	const allows = (feature) => document.featurePolicy?.allowsFeature(feature) ?? true;

	const facts = {
		allowed: ["xr-spatial-tracking", "camera"].filter(allows),
		hidden: document.visibilityState === "hidden",
	};

	// failure returns an error of this page's realm.
	const failure = (name) => name === "TypeError" ? new TypeError("the argument is not valid") : new DOMException("the user agent refuses the call", name);

	// sink takes what the user agent says.
	const sink = {
		supported(call, value, error) {
			const { resolve, reject } = calls.get(call);
			calls.delete(call);
			if (error) reject(failure(error));
			else resolve(value);
		},
		queried(call, id, state, error) {
			const { resolve, reject } = calls.get(call);
			calls.delete(call);
			if (error) return reject(failure(error));
			const status = newStatus(state);
			statuses.set(id, status);
			resolve(status.object);
		},
		// changed is called once for all statuses that change together: no handler sees an old state.
		changed(changes) {
			for (const [id, state] of changes) if (statuses.has(id)) statuses.get(id).state = state;
			for (const [id] of changes) statuses.get(id)?.object.dispatchEvent(new Event("change"));
		},
		requested(call, id, blend, features, error) {
			const { resolve, reject } = calls.get(call);
			calls.delete(call);
			if (error) return reject(failure(error));
			const session = newSession(id, blend, features);
			sessions.set(id, session);
			resolve(session);
		},
		ended(id) {
			const session = sessions.get(id);
			sessions.delete(id);
			session?.dispatchEvent(new Event("end"));
		},
		deviceChange() { system.dispatchEvent(new Event("devicechange")); },
	};

	// connect returns the function that calls the user agent.
	function connect() {
		let agent;
		try {
			agent = window.top.xrprobe;
		} catch {
			const channel = new MessageChannel();
			channel.port1.onmessage = ({ data: [name, ...args] }) => sink[name](...args);
			window.top.postMessage({ xrprobe: "open", facts }, "*", [channel.port2]);
			return (...message) => channel.port1.postMessage(message);
		}
		return agent ? agent.open(window, location.origin, facts, sink) : null;
	}
	const call = connect();
	if (!call) return;

	const ask = (name, ...args) => new Promise((resolve, reject) => {
		calls.set(++lastCall, { resolve, reject });
		call(name, lastCall, ...args);
	});

	// handler defines an event handler attribute.
	function handler(prototype, type) {
		const set = new WeakMap();
		Object.defineProperty(prototype, "on" + type, {
			configurable: true, enumerable: true,
			get() { return set.get(this)?.callback ?? null; },
			set(callback) {
				const old = set.get(this);
				if (old) this.removeEventListener(type, old.listener);
				set.delete(this);
				if (typeof callback !== "function" && (typeof callback !== "object" || callback === null)) return;
				const listener = (event) => typeof callback === "function" && callback.call(this, event);
				set.set(this, { callback, listener });
				this.addEventListener(type, listener);
			},
		});
	}

	const secret = {};

	class XRSystem extends EventTarget {
		constructor(key) {
			if (key !== secret) throw new TypeError("Illegal constructor");
			super();
		}
		isSessionSupported(mode) {
			if (!arguments.length) return Promise.reject(new TypeError("1 argument required"));
			return new Promise((resolve, reject) => {
				const at = modes.indexOf(typeof mode === "string" ? mode : mode = `${mode}`);
				calls.set(++lastCall, { resolve, reject });
				call("supported", lastCall, at < 0 ? mode : at);
			});
		}
		requestSession(mode, init = {}) {
			if (!arguments.length) return Promise.reject(new TypeError("1 argument required"));
			return new Promise((resolve, reject) => {
				const list = (features) => features === undefined ? [] : Array.from(features, String);
				const wanted = [`${mode}`, list(init?.requiredFeatures), list(init?.optionalFeatures), navigator.userActivation?.isActive ?? false];
				calls.set(++lastCall, { resolve, reject });
				call("request", lastCall, ...wanted);
			});
		}
		get [Symbol.toStringTag]() { return "XRSystem"; }
	}
	handler(XRSystem.prototype, "devicechange");
	for (const name of ["isSessionSupported", "requestSession"]) Object.defineProperty(XRSystem.prototype, name, { enumerable: true });

	class XRSession extends EventTarget {
		constructor(key) {
			if (key !== secret) throw new TypeError("Illegal constructor");
			super();
		}
		get [Symbol.toStringTag]() { return "XRSession"; }
	}
	handler(XRSession.prototype, "end");

	function newSession(id, blend, features) {
		const session = new XRSession(secret);
		let over = false;
		session.addEventListener("end", () => { over = true; });
		const get = (name, value) => Object.defineProperty(session, name, { value, enumerable: true });
		get("environmentBlendMode", blend);
		get("enabledFeatures", Object.freeze(features));
		get("end", () => {
			if (over) return Promise.reject(failure("InvalidStateError"));
			over = true;
			sessions.delete(id);
			call("end", 0, id);
			return Promise.resolve().then(() => { session.dispatchEvent(new Event("end")); });
		});
		return session;
	}

	// A status is a PermissionStatus to the page, whose state the user agent changes.
	const states = new WeakMap();
	function SessionSupportedStatus() {}
	SessionSupportedStatus.prototype = Object.create(PermissionStatus.prototype, {
		name: { get() { return permission; }, enumerable: true },
		state: { get() { return states.get(this).state; }, enumerable: true },
	});
	handler(SessionSupportedStatus.prototype, "change");

	function newStatus(state) {
		const status = { state, object: Reflect.construct(EventTarget, [], SessionSupportedStatus) };
		states.set(status.object, status);
		return status;
	}

	const native = Permissions.prototype.query;
	Object.defineProperty(Permissions.prototype, "query", {
		configurable: true, enumerable: true, writable: true,
		value: function query(descriptor) {
			if (typeof descriptor !== "object" || descriptor === null) return native.apply(this, arguments);
			return new Promise((resolve, reject) => {
				const name = `${descriptor.name}`;
				if (name !== permission) return resolve(native.call(this, descriptor));
				const mode = descriptor.mode;
				calls.set(++lastCall, { resolve, reject });
				call("query", lastCall, mode === undefined ? "" : `${mode}`);
			});
		},
	});

	const system = new XRSystem(secret);
	Object.defineProperty(Navigator.prototype, "xr", { configurable: true, enumerable: true, get() { return system; } });
	for (const [name, value] of Object.entries({ XRSystem, XRSession })) {
		Object.defineProperty(window, name, { configurable: true, writable: true, value });
	}

	document.addEventListener("visibilitychange", () => call("visible", 0, document.visibilityState === "visible"));
	window.addEventListener("pagehide", ({ persisted }) => call(persisted ? "freeze" : "close", 0));
	window.addEventListener("pageshow", ({ persisted }) => { if (persisted) call("thaw", 0); });
})();
