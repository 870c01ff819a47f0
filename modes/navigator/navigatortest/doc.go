// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package navigatortest holds the parts of a user agent that tests share: running devices,
// classes, a document, a click, a consenting user, a page, and a headset.
//
//	feed := navigator.NewFeed()
//	devices := navigator.NewDevices(navigator.DevicesConfig{Source: feed})
//	navigatortest.Run(t, devices)
//	feed.Send(&report.Report{Runtimes: []report.Runtime{{Systems: []report.System{navigatortest.Headset("OPAQUE")}}}})
//	fmt.Println(devices.Selected().Supports(webxr.ImmersiveVR)) // true
//
// It is for tests only; no program imports it except those in testdata. It asks no runtime.
//
// Source: the OpenXR names are those of
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html.
package navigatortest
