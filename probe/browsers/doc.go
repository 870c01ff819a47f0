// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package browsers says of each browser that is installed on a machine what pages in it will be told of that machine, and why: whether
// OpenXR was compiled in, whether it is on, whether the browser's own search finds the active runtime, what its sandbox lets through, and
// what isSessionSupported will therefore say of each mode.
//
//	found, err := prober.Probe(ctx, request)
//	if err != nil {
//		return err
//	}
//	found.Browsers = browsers.Look(ctx, prober.Host, request.Level, found)
//
// It joins what the rooms below know: package installed finds the browsers, binary reads their programs, known is what is known of their
// versions, and sandbox is Chromium's own way to a runtime. It runs no browser and no runtime; what the report does not say of the runtime
// is unknown. A "no" has a reason that was seen or has a source.
package browsers
