// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package watch reports what changes about the active runtime and about headsets that are
// plugged in.
//
//	w := watch.Watcher{Prober: probe.Prober{}}
//	for change, err := range w.Changes(ctx) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(change.Topics, change.Report.Modes)
//	}
//
// A [Watcher] reads the machine when the system notifies it (files, the sockets of runtimes' services, kernel
// devices, Windows' registry) and polls if the system has no notification. It touches no runtime unless
// its request says so, and never creates a session. It is a navigator.Source.
//
// [Watcher.Until] is for programs that start a headset's service first: it asks the runtime until an answer satisfies them, and
// only after something changed that may change the answer.
//
//	r, err := w.Until(ctx, 30*time.Second, func(r *report.Report) bool { return supports(r, webxr.ImmersiveVR) })
//
// Sources: https://man7.org/linux/man-pages/man7/inotify.7.html, kobject uevents,
// RegNotifyChangeKeyValue.
package watch
