// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package installed finds the browsers of a machine by its files: where packages of distributions and of vendors put them, in flatpaks, in
// snaps, in bundles of macOS, and where Windows' registry and its usual directories say. Applications of Electron and libraries of WebKit
// count as browsers, because they show pages.
//
//	found, known := installed.Find(ctx, host)
//	for _, browser := range found {
//		fmt.Println(browser.Name, browser.Version, browser.Binary)
//	}
//
// It reads files and registries, and runs nothing. A browser in a directory of the user's choice is not found. The table has the paths of
// the packages chromium, firefox-esr and libwebkitgtk-6.0-4 of Debian, and of packages that have theirs elsewhere; of the vendors' packages
// of Chrome, Edge, Brave, Vivaldi and Opera; of Flathub's and the Snap Store's; and of the vendors' installers.
package installed
